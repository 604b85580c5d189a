"""An erasure may empty what a correction says. The function of that stands here, and other apps use it."""

from django.db import migrations

from ledger.migrations import _erasable

TABLE = "ledger_correction"
PERSONAL = ("reason", "detail")
MESSAGE = "the ledger is never changed or removed"


def _trigger(schema_editor):
    return f"{TABLE}_kept" if schema_editor.connection.vendor == "postgresql" else f"{TABLE}_kept_update"


def let_erasure_pass(apps, schema_editor):
    _erasable.let_erasure_pass(
        schema_editor, TABLE, PERSONAL, MESSAGE, trigger=_trigger(schema_editor), events="UPDATE OR DELETE"
    )


def refuse_all(apps, schema_editor):
    _erasable.refuse_all(
        schema_editor,
        TABLE,
        MESSAGE,
        trigger=_trigger(schema_editor),
        events="UPDATE OR DELETE",
        function="ledger_refuse_change",
    )


def make_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_erasable.FUNCTION)


def drop_function(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_erasable.DROP_FUNCTION)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_verifying")]

    operations = [
        migrations.RunPython(make_function, drop_function),
        migrations.RunPython(let_erasure_pass, refuse_all),
    ]
