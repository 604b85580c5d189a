"""Who must finish which course by when: HR's order (Campaign), the duty (Assignment), and why (AssignmentReason)."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Completion, Course
from people.models import Department


class Campaign(models.Model):
    """HR's order: which course, for whom, by when. It never changes; who was reached are its reasons.

    The uuid is chosen with the preview, so that confirming one preview twice cannot make two campaigns.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="campaigns")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="campaigns",
        help_text=_("With everything below it. Empty: named people."),
    )
    due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="campaigns")

    def __str__(self) -> str:
        return f"{self.course} by {self.due_on}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> "AssignmentQuerySet":
        return self.filter(closed_at=None)


class Assignment(models.Model):
    """One employee must finish one course by one date. Closed by completion, exemption, withdrawal or departure."""

    class ClosedBy(models.TextChoices):
        COMPLETION = "completion", _("Done")
        EXEMPTION = "exemption", _("Exempt")
        WITHDRAWAL = "withdrawal", _("Withdrawn")
        DEPARTURE = "departure", _("Left")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="assignments")
    due_on = models.DateField()
    due_at = models.DateTimeField(help_text=_("The end of that day at the person's site when it was assigned."))
    assigned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=12, choices=ClosedBy, blank=True)
    completion = models.ForeignKey(
        Completion, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            # A second open one would double every reminder and every figure.
            models.UniqueConstraint(
                fields=["employee", "course"],
                condition=models.Q(closed_at=None),
                name="assignments_assignment_one_open",
            ),
            # Closed for no reason, or closed by a completion that nobody can name, is not evidence.
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by="", completion=None)
                | models.Q(closed_at__isnull=False, closed_by="completion", completion__isnull=False)
                | models.Q(
                    closed_at__isnull=False,
                    closed_by__in=["exemption", "withdrawal", "departure"],
                    completion=None,
                ),
                name="assignments_assignment_closed_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=models.Q(closed_at=None), name="assignments_assignment_due"
            ),
            # Reports look for each person's newest assignment of a course.
            models.Index(fields=["course", "employee", "-id"], name="assignments_assignment_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.course_id} by {self.due_on}"


class AssignmentReason(models.Model):
    """A campaign that asks for this assignment, with the date it asked for. The earliest date wins."""

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reasons")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="reasons")
    due_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "campaign"], name="assignments_assignmentreason_once"),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} because of {self.campaign_id}"


class Reminder(models.Model):
    """This assignment was in a reminder: the notice is known by its uuid."""

    class Rung(models.TextChoices):
        OVERDUE = "overdue", _("Overdue")

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="reminders")
    rung = models.CharField(max_length=12, choices=Rung)
    notice_uuid = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two keepers, or a slot that ran twice: still one reminder.
            models.UniqueConstraint(fields=["assignment", "rung"], name="assignments_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.rung} for {self.assignment_id}"
