"""Personal time for quizzes with a limit, as HR set it."""

from django.conf import settings
from django.db import models


class Accommodation(models.Model):
    """How much time one person has in quizzes with a limit. The newest row counts; none is ever changed.

    It points to somebody's health, so it stays between the person and HR: no entry of the ledger names it, and no list,
    record or export of others shows it.
    """

    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="accommodations")
    percent = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Of the usual time. None: no limit.")
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Less than the usual time would be a punishment, and nobody would see why.
            models.CheckConstraint(
                condition=models.Q(percent=None) | models.Q(percent__gte=100), name="courses_accommodation_no_less_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Time of {self.employee_id}"
