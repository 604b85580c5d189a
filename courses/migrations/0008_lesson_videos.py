"""Lessons may show videos. For the triggers around the table, see 0004."""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0007_lesson_why_terms_checks")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "step",
            "videos",
            models.JSONField(default=list, help_text="Which files belong to a video, and its transcript."),
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
    ]
