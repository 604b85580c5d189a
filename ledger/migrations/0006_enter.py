"""On PostgreSQL a function enters one fact. Its plans stay with the connection, where a statement is planned each time."""

from django.db import migrations

FUNCTION = """
    CREATE FUNCTION ledger_enter(
        uuid, varchar, uuid, bytea, timestamptz, varchar, bytea, bytea, bytea, OUT entry bigint, OUT number bigint
    ) LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO ledger_entry (uuid, kind, fact, body, recorded_at) VALUES ($1, $2, $3, $4, $5)
            RETURNING id, "transaction" INTO entry, number;
        INSERT INTO ledger_disclosure (entry_id, person, person_salt, detail, detail_salt)
            VALUES (entry, $6, $7, $8, $9);
    END $$
"""
DROP = "DROP FUNCTION ledger_enter(uuid, varchar, uuid, bytea, timestamptz, varchar, bytea, bytea, bytea)"


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_erasable")]

    operations = [migrations.RunPython(make_function, drop_function)]
