"""Lessons may show files. For the triggers around the table, see 0004."""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_grants_erasable")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "step",
            "files",
            models.JSONField(default=list, help_text="What the text shows: name, SHA-256, bytes, pixels."),
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
    ]
