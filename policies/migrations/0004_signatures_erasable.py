"""An erasure may empty what a signature holds of a person. Everything else about it stays as it was entered."""

from django.db import migrations

from ledger.migrations import _erasable

TABLE = "policies_attestation"
PERSONAL = ("employee_number", "employee_name", "typed_name", "network_address")
MESSAGE = "policies_attestation holds facts: rows are inserted, never changed or removed"


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
        function="policies_refuse_signature_change",
    )


class Migration(migrations.Migration):
    dependencies = [("policies", "0003_signatures_kept"), ("ledger", "0005_erasable")]

    operations = [migrations.RunPython(let_erasure_pass, refuse_all)]
