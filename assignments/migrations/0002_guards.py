"""Triggers: what was ordered, why and whom we reminded is never edited; a duty ends once and only gets earlier.

Deletion has no trigger: every row is protected by its foreign keys, and test databases have to be emptied.
"""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEVER_EDITED = ("assignments_campaign", "assignments_assignmentreason", "assignments_reminder")
DUTY = "assignments_assignment"
# A closed duty that opens again, or a later date put under somebody's feet, would make every report untrue.
REFUSED = """
    OLD.closed_at IS NOT NULL
    OR NEW.due_on > OLD.due_on
    OR NEW.due_at > OLD.due_at
    OR NEW.employee_id <> OLD.employee_id
    OR NEW.course_id <> OLD.course_id
    OR NEW.assigned_at <> OLD.assigned_at
    OR NEW.uuid <> OLD.uuid
"""


def guard(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    conditions = dict.fromkeys(NEVER_EDITED, "") | {DUTY: f"WHEN ({REFUSED})"}
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION assignments_refuse_update() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is never edited', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $$"
        )
        for table, condition in conditions.items():
            editor.execute(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE ON {table} FOR EACH ROW {condition} "
                "EXECUTE FUNCTION assignments_refuse_update()"
            )
        return
    for table, condition in conditions.items():
        editor.execute(
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE ON {table} FOR EACH ROW {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is never edited'); END"
        )


def unguard(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    on_table = editor.connection.vendor == "postgresql"
    for table in (*NEVER_EDITED, DUTY):
        editor.execute(f"DROP TRIGGER {table}_guard" + (f" ON {table}" if on_table else ""))
    if on_table:
        editor.execute("DROP FUNCTION assignments_refuse_update()")


class Migration(migrations.Migration):
    dependencies = [("assignments", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
