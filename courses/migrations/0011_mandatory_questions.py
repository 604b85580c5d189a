"""A question may have to be right for its quiz to be passed. For the triggers around the table, see 0004."""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_question_banks")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "question",
            "is_mandatory",
            models.BooleanField(default=False, help_text="It has to be right for the quiz to be passed."),
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
    ]
