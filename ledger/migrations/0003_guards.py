"""Triggers that hold that the log is only ever added to.

Entries, their places, checkpoints, keys, anchors and erasures are never changed or removed. A disclosure is removed
only where an erasure says why; it is never changed.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters one of these tables first runs this one's reverse, and its forward part afterwards.
"""

from django.db import migrations

TABLES = (
    "ledger_entry",
    "ledger_sealedentry",
    "ledger_checkpoint",
    "ledger_ledgerkey",
    "ledger_coveredkind",
    "ledger_anchor",
    "ledger_erasure",
)
DISCLOSURES = "ledger_disclosure"
MESSAGE = "the ledger is never changed or removed"
NOT_ERASED = "a disclosure is removed only after an erasure that says why"

POSTGRESQL_FUNCTIONS = (
    f"""
    CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
    """,
    f"""
    CREATE FUNCTION ledger_refuse_unless_erased() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM ledger_erasure WHERE entry_id = OLD.entry_id) THEN
            RAISE EXCEPTION '{NOT_ERASED}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END $$
    """,
)


def _postgresql():
    make, drop = list(POSTGRESQL_FUNCTIONS), []

    def trigger(table, name, when, each, function):
        make.append(f"CREATE TRIGGER {table}_{name} BEFORE {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()")
        drop.append(f"DROP TRIGGER {table}_{name} ON {table}")

    for table in TABLES:
        trigger(table, "kept", "UPDATE OR DELETE", "ROW", "ledger_refuse_change")
        trigger(table, "not_emptied", "TRUNCATE", "STATEMENT", "ledger_refuse_change")
    trigger(DISCLOSURES, "kept", "UPDATE", "ROW", "ledger_refuse_change")
    trigger(DISCLOSURES, "not_emptied", "TRUNCATE", "STATEMENT", "ledger_refuse_change")
    trigger(DISCLOSURES, "erased", "DELETE", "ROW", "ledger_refuse_unless_erased")
    return make, [*drop, "DROP FUNCTION ledger_refuse_unless_erased()", "DROP FUNCTION ledger_refuse_change()"]


def _sqlite():
    guarded = [(table, act) for table in TABLES for act in ("UPDATE", "DELETE")] + [(DISCLOSURES, "UPDATE")]
    make = [
        f"CREATE TRIGGER {table}_kept_{act.lower()} BEFORE {act} ON {table} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for table, act in guarded
    ]
    make.append(
        f"CREATE TRIGGER {DISCLOSURES}_erased BEFORE DELETE ON {DISCLOSURES} "
        "WHEN NOT EXISTS (SELECT 1 FROM ledger_erasure WHERE entry_id = OLD.entry_id) "
        f"BEGIN SELECT RAISE(ABORT, '{NOT_ERASED}'); END"
    )
    drop = [f"DROP TRIGGER {table}_kept_{act.lower()}" for table, act in guarded]
    return make, [*drop, f"DROP TRIGGER {DISCLOSURES}_erased"]


def _statements(vendor):
    return {"postgresql": _postgresql, "sqlite": _sqlite}[vendor]()


def make_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[0]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    for statement in _statements(schema_editor.connection.vendor)[1]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_heads_and_anchors")]

    operations = [migrations.RunPython(make_triggers, drop_triggers)]
