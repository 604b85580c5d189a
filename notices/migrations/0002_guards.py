"""What was mailed, and what became of it, cannot be edited or deleted: the database refuses."""

from django.db import migrations

TABLES = ("notices_notice", "notices_delivery", "notices_mailday")

POSTGRESQL_FUNCTION = """
CREATE FUNCTION notices_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING
        MESSAGE = TG_TABLE_NAME || ' holds facts: rows are inserted, never changed',
        ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL_TRIGGERS = (
    "CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION notices_refuse_change()",
    "CREATE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION notices_refuse_change()",
)
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_guard_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} holds facts: rows are inserted, never changed'); END
"""


def put_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        for table in TABLES:
            for trigger in POSTGRESQL_TRIGGERS:
                schema_editor.execute(trigger.format(table=table))
    else:
        for table in TABLES:
            for event in ("update", "delete"):
                schema_editor.execute(SQLITE_TRIGGER.format(table=table, event=event))


def take_down(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_guard ON {table}")
            schema_editor.execute(f"DROP TRIGGER {table}_guard_truncate ON {table}")
        schema_editor.execute("DROP FUNCTION notices_refuse_change()")
    else:
        for table in TABLES:
            for event in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_guard_{event}")


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
