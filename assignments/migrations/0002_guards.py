"""Orders, their reasons and reminders are never edited or deleted; a duty only gets earlier, and ends once."""

from django.db import migrations

FACTS = ("assignments_campaign", "assignments_assignmentreason", "assignments_reminder")
DUTY = "assignments_assignment"

# A closed duty that opens again, or a later date put under somebody's feet, would make every report untrue.
REFUSED_CHANGE = """
    OLD.closed_at IS NOT NULL
    OR NEW.due_on > OLD.due_on
    OR NEW.due_at > OLD.due_at
    OR NEW.employee_id <> OLD.employee_id
    OR NEW.course_id <> OLD.course_id
    OR NEW.assigned_at <> OLD.assigned_at
    OR NEW.uuid <> OLD.uuid
"""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION assignments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is never edited like this', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRESQL_ROW = (
    "CREATE TRIGGER {table}_guard_{event} BEFORE {event} ON {table} "
    "FOR EACH ROW {when} EXECUTE FUNCTION assignments_refuse_change()"
)
POSTGRESQL_TRUNCATE = (
    "CREATE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION assignments_refuse_change()"
)
SQLITE_ROW = (
    "CREATE TRIGGER {table}_guard_{event} BEFORE {event} ON {table} FOR EACH ROW {when} "
    "BEGIN SELECT RAISE(ABORT, '{table} is never edited like this'); END"
)


def put_up(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    row = POSTGRESQL_ROW if is_postgresql else SQLITE_ROW
    if is_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)  # params=None: the % is plpgsql's
    for table in (*FACTS, DUTY):
        when = f"WHEN ({REFUSED_CHANGE})" if table == DUTY else ""
        schema_editor.execute(row.format(table=table, event="update", when=when))
        schema_editor.execute(row.format(table=table, event="delete", when=""))
        if is_postgresql:
            schema_editor.execute(POSTGRESQL_TRUNCATE.format(table=table))


def take_down(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table in (*FACTS, DUTY):
        for event in ("update", "delete", *(["truncate"] if is_postgresql else [])):
            schema_editor.execute(f"DROP TRIGGER {table}_guard_{event}" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        schema_editor.execute("DROP FUNCTION assignments_refuse_change()")


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]

    operations = [migrations.RunPython(put_up, take_down)]
