"""The groups that stand for the granted roles, so that every database knows them from the first day."""

from django.db import migrations

ROLES = ("hr", "compliance", "privacy officer", "auditor", "author", "administrator")


def make_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    for name in ROLES:
        groups.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
