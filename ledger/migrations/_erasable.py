"""For migrations of every app: tables that are kept as they are, but for an erasure, which may empty personal columns.

The database lets an UPDATE pass only if it changes nothing but these columns, leaves them empty, and an Erasure names
the entry of this very row. Everything else about the table stays refused.

SQLite checks the text of all triggers when a table is renamed, which is how Django alters a table there. A later
migration that alters such a table, or ledger_entry or ledger_erasure, first takes these triggers down.
"""

from typing import Any

ERASED = (
    "EXISTS (SELECT 1 FROM ledger_erasure x JOIN ledger_entry e ON e.id = x.entry_id"
    " WHERE e.fact = OLD.uuid AND x.\"table\" = '{label}')"
)

# Called with the table's label, the message of a refusal, and the personal columns.
FUNCTION = """
    CREATE FUNCTION ledger_refuse_unless_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE personal text[] := TG_ARGV[2:];
    BEGIN
        IF TG_OP = 'UPDATE'
            AND to_jsonb(NEW) - personal = to_jsonb(OLD) - personal
            AND NOT EXISTS (
                SELECT 1 FROM jsonb_each_text(to_jsonb(NEW)) AS c WHERE c.key = ANY (personal) AND c.value <> ''
            )
            AND EXISTS (
                SELECT 1 FROM ledger_erasure x JOIN ledger_entry e ON e.id = x.entry_id
                WHERE e.fact = OLD.uuid AND x."table" = TG_ARGV[0]
            )
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION USING MESSAGE = TG_ARGV[1], ERRCODE = 'integrity_constraint_violation';
    END $$
"""
DROP_FUNCTION = "DROP FUNCTION ledger_refuse_unless_emptied()"


def let_erasure_pass(
    schema_editor: Any, table: str, personal: tuple[str, ...], message: str, *, trigger: str, events: str
) -> None:
    """In place of the trigger that refuses every UPDATE. On PostgreSQL that one stands for `events`."""
    label = table.replace("_", ".", 1)
    drop_trigger(schema_editor, table, trigger)
    if schema_editor.connection.vendor == "postgresql":
        arguments = ", ".join(f"'{argument}'" for argument in (label, message, *personal))
        schema_editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE {events} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION ledger_refuse_unless_emptied({arguments})"
        )
        return
    with schema_editor.connection.cursor() as cursor:
        names = [column.name for column in schema_editor.connection.introspection.get_table_description(cursor, table)]
    same = [f'NEW."{name}" IS OLD."{name}"' for name in names if name not in personal]
    empty = [f"coalesce(NEW.\"{name}\", '') = ''" for name in personal]
    passes = " AND ".join([*same, *empty, ERASED.format(label=label)])
    schema_editor.execute(
        f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} WHEN NOT ({passes}) "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def refuse_all(
    schema_editor: Any, table: str, message: str, *, trigger: str, events: str, function: str
) -> None:
    """The reverse: every UPDATE is refused again, by the function that did so before."""
    drop_trigger(schema_editor, table, trigger)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def drop_trigger(schema_editor: Any, table: str, trigger: str) -> None:
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER {trigger}{on}")
