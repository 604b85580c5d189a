"""An attempt may have an end, and counts how often it was moved."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0014_course_drafts")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="due_at",
            field=models.DateTimeField(
                blank=True, null=True, help_text="When the time is over. None: there is no limit."
            ),
        ),
        migrations.AddField(
            model_name="attempt",
            name="extensions",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often the learner took more time."),
        ),
    ]
