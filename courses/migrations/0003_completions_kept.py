"""Grants of one more attempt get a name that the ledger can use, and triggers that keep them, as completions are kept.

Completions themselves are kept by migration 0002. The three steps of the new column stand in one file, since the
triggers must not be there while rows that are there get their uuid.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters courses_attemptgrant first runs this one's `drop_triggers`, and `make_triggers` afterwards.
"""

import uuid

from django.db import migrations, models

TABLE = "courses_attemptgrant"
MESSAGE = "grants of attempts are never changed or removed"


def name_rows(apps, schema_editor):
    AttemptGrant = apps.get_model("courses", "AttemptGrant")
    for pk in AttemptGrant.objects.values_list("pk", flat=True):
        AttemptGrant.objects.filter(pk=pk).update(uuid=uuid.uuid4())


def _postgresql() -> tuple[list[str], list[str]]:
    make = [
        f"""
        CREATE FUNCTION courses_refuse_grant_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        f"CREATE TRIGGER {TABLE}_kept BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION courses_refuse_grant_change()",
        f"CREATE TRIGGER {TABLE}_not_emptied BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION courses_refuse_grant_change()",
    ]
    drop = [
        f"DROP TRIGGER {TABLE}_kept ON {TABLE}",
        f"DROP TRIGGER {TABLE}_not_emptied ON {TABLE}",
        "DROP FUNCTION courses_refuse_grant_change()",
    ]
    return make, drop


def _sqlite() -> tuple[list[str], list[str]]:
    acts = ("UPDATE", "DELETE")
    make = [
        f"CREATE TRIGGER {TABLE}_kept_{act.lower()} BEFORE {act} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for act in acts
    ]
    return make, [f"DROP TRIGGER {TABLE}_kept_{act.lower()}" for act in acts]


def _statements(vendor: str) -> tuple[list[str], list[str]]:
    return {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]()


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_frozen")]

    operations = [
        migrations.AddField("attemptgrant", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        migrations.AlterField(
            "attemptgrant", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.RunPython(make_triggers, drop_triggers),
    ]
