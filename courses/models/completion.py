"""Completions. Courses in progress live in learning.py."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models

from courses.models.course import Course, CourseVersion
from courses.models.learning import Enrollment


class CompletionQuerySet(models.QuerySet["Completion"]):
    def holding(self, on: date) -> "CompletionQuerySet":
        """Completions that still count on this day."""
        return self.filter(models.Q(valid_until=None) | models.Q(valid_until__gte=on))


class Completion(models.Model):
    """The employee finished this course version. Inserted once, never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.OneToOneField(Enrollment, on_delete=models.PROTECT, related_name="completion")
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField()
    completed_on = models.DateField(help_text="The day in the person's own time zone.")
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent; empty without a graded quiz.")
    valid_until = models.DateField(null=True, blank=True)
    digest = models.CharField(max_length=64, help_text="The digest of the version that was finished.")

    objects = CompletionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["employee", "course", "-completed_at"], name="courses_completion_of")]

    def __str__(self) -> str:
        return f"{self.employee_id} completed {self.version_id}"
