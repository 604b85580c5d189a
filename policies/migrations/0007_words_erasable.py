"""An erasure may empty what was written in an enquiry and about a signature on paper. All else about them stays.

A row of WordsErased says why; for a paper that counts, the ledger's Erasure of its signature does. WordsErased itself
is inserted and never changed.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters one of these tables first runs this one's reverse, and its forward part afterwards.
"""

from django.db import migrations

from ledger.migrations import _erasable

KEPT = "{table} holds facts: rows are inserted, never changed or removed"
WORDS = "policies_wordserased"
EVENTS = "UPDATE OR DELETE"
OF_PAPER = (
    f"(EXISTS (SELECT 1 FROM {WORDS} w WHERE w.paper_id = OLD.{{key}})"
    " OR EXISTS (SELECT 1 FROM policies_attestation a JOIN ledger_entry e ON e.fact = a.uuid"
    " JOIN ledger_erasure x ON x.entry_id = e.id"
    " WHERE a.paper_id = OLD.{key} AND x.\"table\" = 'policies.attestation'))"
)
OF_ENQUIRY = f"EXISTS (SELECT 1 FROM {WORDS} w WHERE w.enquiry_id = OLD.{{key}})"
# Per table: the column that is emptied, and who lets that pass.
ERASABLE = {
    "policies_papersignature": ("reason", OF_PAPER.format(key="id")),
    "policies_paperdecision": ("comment", OF_PAPER.format(key="paper_id")),
    "policies_enquiry": ("text", OF_ENQUIRY.format(key="id")),
    "policies_enquiryreply": ("text", OF_ENQUIRY.format(key="enquiry_id")),
}


def _trigger(schema_editor, table):
    return f"{table}_kept" if schema_editor.connection.vendor == "postgresql" else f"{table}_kept_update"


def _columns(schema_editor, table):
    with schema_editor.connection.cursor() as cursor:
        found = schema_editor.connection.introspection.get_table_description(cursor, table)
    return [column.name for column in found]


def let_erasure_pass(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, (column, erased) in ERASABLE.items():
        trigger, message = _trigger(schema_editor, table), KEPT.format(table=table)
        distinct = "IS NOT DISTINCT FROM" if is_postgresql else "IS"
        same = [f'NEW."{name}" {distinct} OLD."{name}"' for name in _columns(schema_editor, table) if name != column]
        passes = " AND ".join([*same, f"NEW.\"{column}\" = ''", erased])
        _erasable.drop_trigger(schema_editor, table, trigger)
        if is_postgresql:
            schema_editor.execute(
                f"CREATE FUNCTION {table}_unless_emptied() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF TG_OP = 'UPDATE' AND {passes} THEN RETURN NEW; END IF; "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE {EVENTS} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_unless_emptied()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} WHEN NOT ({passes}) "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
    _keep_words(schema_editor)


def _keep_words(schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name, events, each in ((f"{WORDS}_kept", EVENTS, "ROW"), (f"{WORDS}_not_emptied", "TRUNCATE", "STATEMENT")):
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {events} ON {WORDS} "
                f"FOR EACH {each} EXECUTE FUNCTION policies_refuse_signature_change()"
            )
        return
    for act in ("UPDATE", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER {WORDS}_kept_{act.lower()} BEFORE {act} ON {WORDS} "
            f"BEGIN SELECT RAISE(ABORT, '{KEPT.format(table=WORDS)}'); END"
        )


def refuse_all(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("kept", "not_emptied") if is_postgresql else ("kept_update", "kept_delete"):
        _erasable.drop_trigger(schema_editor, WORDS, f"{WORDS}_{name}")
    for table in ERASABLE:
        _erasable.refuse_all(
            schema_editor,
            table,
            KEPT.format(table=table),
            trigger=_trigger(schema_editor, table),
            events=EVENTS,
            function="policies_refuse_signature_change",
        )
        if is_postgresql:
            schema_editor.execute(f"DROP FUNCTION {table}_unless_emptied()")


class Migration(migrations.Migration):
    dependencies = [("policies", "0006_words_erased"), ("ledger", "0005_erasable")]

    operations = [migrations.RunPython(let_erasure_pass, refuse_all)]
