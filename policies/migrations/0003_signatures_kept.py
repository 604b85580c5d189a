"""Triggers that keep signatures, papers and enquiries as they were entered: inserted, never changed, never removed.

And one rule that spans two tables: whoever entered a signature on paper, or gave it, does not approve it.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters one of these tables first runs this one's `drop_triggers`, and `make_triggers` afterwards.
"""

from django.db import migrations

TABLES = (
    "policies_attestation",
    "policies_papersignature",
    "policies_paperdecision",
    "policies_enquiry",
    "policies_enquiryreply",
)
KEPT = "{table} holds facts: rows are inserted, never changed or removed"
SECOND = "a second person decides about a signature on paper"
IS_OWN = (
    "EXISTS (SELECT 1 FROM policies_papersignature p WHERE p.id = NEW.paper_id "
    "AND NEW.by_id IN (p.recorded_by_id, p.employee_id))"
)


def _postgresql() -> tuple[list[str], list[str]]:
    make = [
        """
        CREATE FUNCTION policies_refuse_signature_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION USING
                MESSAGE = TG_TABLE_NAME || ' holds facts: rows are inserted, never changed or removed',
                ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        f"""
        CREATE FUNCTION policies_refuse_own_paper() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {IS_OWN} THEN
                RAISE EXCEPTION '{SECOND}' USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER policies_paperdecision_second BEFORE INSERT ON policies_paperdecision
        FOR EACH ROW EXECUTE FUNCTION policies_refuse_own_paper()
        """,
    ]
    drop = ["DROP TRIGGER policies_paperdecision_second ON policies_paperdecision"]
    for table in TABLES:
        make += [
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION policies_refuse_signature_change()",
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION policies_refuse_signature_change()",
        ]
        drop += [f"DROP TRIGGER {table}_kept ON {table}", f"DROP TRIGGER {table}_not_emptied ON {table}"]
    drop += ["DROP FUNCTION policies_refuse_signature_change()", "DROP FUNCTION policies_refuse_own_paper()"]
    return make, drop


def _sqlite() -> tuple[list[str], list[str]]:
    make = [
        "CREATE TRIGGER policies_paperdecision_second BEFORE INSERT ON policies_paperdecision "
        f"WHEN {IS_OWN} BEGIN SELECT RAISE(ABORT, '{SECOND}'); END"
    ]
    drop = ["DROP TRIGGER policies_paperdecision_second"]
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            make.append(
                f"CREATE TRIGGER {table}_kept_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{KEPT.format(table=table)}'); END"
            )
            drop.append(f"DROP TRIGGER {table}_kept_{act.lower()}")
    return make, drop


def _statements(vendor: str) -> tuple[list[str], list[str]]:
    return {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]()


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_frozen")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
