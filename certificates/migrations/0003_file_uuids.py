"""Rendered files get a uuid, by which the ledger names them. The triggers of 0002 are set aside meanwhile."""

import uuid
from importlib import import_module

from django.db import migrations, models

guards = import_module("certificates.migrations.0002_guards")


def name_rows(apps, schema_editor):
    CertificateFile = apps.get_model("certificates", "CertificateFile")
    for pk in CertificateFile.objects.values_list("pk", flat=True):
        CertificateFile.objects.filter(pk=pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("certificates", "0002_guards")]

    operations = [
        migrations.RunPython(guards.drop_triggers, guards.make_triggers),
        migrations.AddField("certificatefile", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, null=True)),
        migrations.RunPython(name_rows, migrations.RunPython.noop),
        migrations.AlterField(
            "certificatefile", "uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.RunPython(guards.make_triggers, guards.drop_triggers),
    ]
