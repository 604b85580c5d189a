"""Steps may ask for a signature on a policy.

SQLite makes the table anew, and would check the text of the triggers on it and around it: they are taken down before
and put up afterwards. Nobody writes in between, since it is one transaction.
"""

from importlib import import_module

from django.db import migrations, models

frozen = import_module("courses.migrations.0002_frozen")


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_completions_kept")]

    operations = [
        migrations.RunPython(frozen.drop_triggers, frozen.make_triggers),
        migrations.AddField(
            "step",
            "policy",
            models.SlugField(
                blank=True,
                default="",
                max_length=80,
                help_text="What is signed here, in the version that is in force then.",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "step",
            "kind",
            models.CharField(
                choices=[("lesson", "Lesson"), ("quiz", "Quiz"), ("attest", "Signature")], max_length=12
            ),
        ),
        migrations.AlterField(
            "step",
            "text",
            models.TextField(blank=True, help_text="A lesson's Markdown, or the introduction."),
        ),
        migrations.AddConstraint(
            "step",
            models.CheckConstraint(
                condition=(
                    models.Q(("kind", "attest"), models.Q(("policy", ""), _negated=True))
                    | models.Q(models.Q(("kind", "attest"), _negated=True), ("policy", ""))
                ),
                name="courses_step_policy_to_sign",
            ),
        ),
        migrations.RunPython(frozen.make_triggers, frozen.drop_triggers),
    ]
