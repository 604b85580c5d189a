"""On PostgreSQL the reference of a disclosure to its entry is no constraint any more.

Checking it at each commit takes a third of what an entry costs there, and says nothing: both are inserted by one
function, and entries cannot be removed. SQLite keeps it, where taking it away would mean to copy the table.
"""

import django.db.models.deletion
from django.db import migrations, models

_NAME = """
    SELECT conname FROM pg_constraint
    WHERE conrelid = 'ledger_disclosure'::regclass AND confrelid = 'ledger_entry'::regclass AND contype = 'f'
"""
_MAKE = """
    ALTER TABLE ledger_disclosure ADD CONSTRAINT ledger_disclosure_entry_id_fk_ledger_entry_id
    FOREIGN KEY (entry_id) REFERENCES ledger_entry (id) DEFERRABLE INITIALLY DEFERRED
"""


def drop_reference(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_NAME)
        for (name,) in cursor.fetchall():
            schema_editor.execute(f"ALTER TABLE ledger_disclosure DROP CONSTRAINT {schema_editor.quote_name(name)}")


def make_reference(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_MAKE)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_enter")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop_reference, make_reference)],
            state_operations=[
                migrations.AlterField(
                    model_name="disclosure",
                    name="entry",
                    field=models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosure",
                        to="ledger.entry",
                    ),
                ),
            ],
        )
    ]
