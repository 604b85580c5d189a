"""Answers count their revisions, so that an older page cannot replace a newer answer; attempts know where to go on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0012_questions_since_until")]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="revision",
            field=models.PositiveIntegerField(default=1, help_text="How often it was saved, counted from 1."),
        ),
        migrations.AddField(
            model_name="attempt",
            name="place",
            field=models.PositiveSmallIntegerField(default=0, help_text="The question to go on with. 0: not known yet."),
        ),
    ]
