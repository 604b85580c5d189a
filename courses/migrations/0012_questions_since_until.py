"""Questions may begin or end with a version of the policy. For the triggers around the table, see 0004."""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0011_mandatory_questions")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "question",
            "since",
            models.PositiveSmallIntegerField(
                blank=True, help_text="First version of the policy with it.", null=True
            ),
        ),
        migrations.AddField(
            "question",
            "until",
            models.PositiveSmallIntegerField(blank=True, help_text="Last version of the policy with it.", null=True),
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
        migrations.AddField(
            "attempt", "policy_version", models.PositiveSmallIntegerField(blank=True, null=True)
        ),
    ]
