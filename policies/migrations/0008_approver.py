"""A trigger that holds that two people decide: who wrote a policy version, or sent it to review, does not approve it.

What an operator's command approves has nobody who approved it: no person is asked there.
"""

from django.db import migrations

VERSION = "policies_policyversion"
EVENT = "policies_policyevent"
NAME = f"{EVENT}_second"
MESSAGE = "who wrote a policy version does not approve it"
OWN = f"""
    NEW.act = 'approved' AND (
        EXISTS (SELECT 1 FROM {VERSION} v WHERE v.id = NEW.version_id AND v.author_id = NEW.by_id)
        OR EXISTS (
            SELECT 1 FROM {EVENT} e
            WHERE e.version_id = NEW.version_id AND e.by_id = NEW.by_id AND e.act IN ('edited', 'submitted')
        )
    )
"""
POSTGRESQL = (
    f"""
    CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {OWN} THEN
            RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    f"CREATE TRIGGER {NAME} BEFORE INSERT ON {EVENT} FOR EACH ROW EXECUTE FUNCTION {NAME}()",
)
SQLITE = (f"CREATE TRIGGER {NAME} BEFORE INSERT ON {EVENT} WHEN {OWN} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",)


def make_trigger(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_trigger(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {NAME} ON {EVENT}")
        schema_editor.execute(f"DROP FUNCTION {NAME}()")
    else:
        schema_editor.execute(f"DROP TRIGGER {NAME}")


class Migration(migrations.Migration):
    dependencies = [("policies", "0007_words_erasable")]

    operations = [migrations.RunPython(make_trigger, drop_trigger)]
