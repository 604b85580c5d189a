"""A quiz may draw from its questions, by tag and by clause. For the triggers around the tables, see 0004."""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0009_reading")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "step",
            "rules",
            models.JSONField(default=dict, help_text="How a quiz is held, as far as it differs from the usual."),
        ),
        migrations.AddField(
            "question", "tags", models.JSONField(default=list, help_text="By which a quiz may draw it.")
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
    ]
