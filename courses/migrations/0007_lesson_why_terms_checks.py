"""Lessons may say why they matter, mark words, and let readers check themselves. For the triggers, see 0004."""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0006_lesson_files")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "step",
            "why",
            models.TextField(blank=True, default="", help_text="Why the lesson matters, as Markdown."),
            preserve_default=False,
        ),
        migrations.AddField(
            "step",
            "terms",
            models.JSONField(default=list, help_text="Words that the text marks, with their meanings."),
        ),
        migrations.AddField(
            "step",
            "checks",
            models.JSONField(default=list, help_text="Questions by which readers check themselves."),
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
    ]
