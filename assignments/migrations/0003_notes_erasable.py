"""An erasure may empty the note of a campaign. Everything else about it stays as it was ordered."""

from django.db import migrations

from ledger.migrations import _erasable

TABLE = "assignments_campaign"
PERSONAL = ("note",)
MESSAGE = "assignments_campaign is never edited like this"


def _trigger(schema_editor):
    return f"{TABLE}_guard_update"


def let_erasure_pass(apps, schema_editor):
    _erasable.let_erasure_pass(
        schema_editor, TABLE, PERSONAL, MESSAGE, trigger=_trigger(schema_editor), events="UPDATE"
    )


def refuse_all(apps, schema_editor):
    _erasable.refuse_all(
        schema_editor,
        TABLE,
        MESSAGE,
        trigger=_trigger(schema_editor),
        events="UPDATE",
        function="assignments_refuse_change",
    )


class Migration(migrations.Migration):
    dependencies = [("assignments", "0002_guards"), ("ledger", "0005_erasable")]

    operations = [migrations.RunPython(let_erasure_pass, refuse_all)]
