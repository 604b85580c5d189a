"""Triggers that hold that what was handed out is noted once and never changed, removed or emptied.

Who took which records out of the house is evidence too, whoever writes to the database.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters one of these tables first runs this one's reverse, and its forward part afterwards.
"""

from django.db import migrations

TABLES = ("reports_export", "reports_exportfile")
MESSAGE = "exports are never changed or removed"

POSTGRESQL_FUNCTION = f"""
    CREATE FUNCTION reports_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _postgresql() -> tuple[list[str], list[str]]:
    make, drop = [POSTGRESQL_FUNCTION], []
    for table in TABLES:
        make += [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION reports_refuse_change()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION reports_refuse_change()",
        ]
        drop += [f"DROP TRIGGER {table}_kept ON {table}", f"DROP TRIGGER {table}_not_emptied ON {table}"]
    return make, [*drop, "DROP FUNCTION reports_refuse_change()"]


def _sqlite() -> tuple[list[str], list[str]]:
    names = [(table, act, f"{table}_kept_{act.lower()}") for table in TABLES for act in ("UPDATE", "DELETE")]
    make = [
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for table, act, name in names
    ]
    return make, [f"DROP TRIGGER {name}" for _table, _act, name in names]


def _statements(vendor: str) -> tuple[list[str], list[str]]:
    return {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]()


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_exports")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
