"""One employee's passage through one course version, as rows that say what happened."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from courses import time_limit
from courses.models.course import Course, CourseVersion, Question, Step


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def open(self) -> "EnrollmentQuerySet":
        return self.filter(closed_at=None)


class Enrollment(models.Model):
    """One employee's passage through one course version. Each cycle is a new one; it stays on its version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    employee = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrollments")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrollments")
    version = models.ForeignKey(CourseVersion, on_delete=models.PROTECT, related_name="enrollments")
    started_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        constraints = [
            # Two tabs that start at once: the second one joins the first passage instead of making another.
            models.UniqueConstraint(
                fields=["employee", "course"],
                condition=models.Q(closed_at=None),
                name="courses_enrollment_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} in {self.version_id}"


class FinishedStep(models.Model):
    """The learner finished this step of this passage."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="finished_steps")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "step"], name="courses_finishedstep_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} finished {self.step_id}"


class Reading(models.Model):
    """How one passage reads one lesson: the furthest part, and how long it took. Working state, no fact."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="readings")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    part = models.PositiveSmallIntegerField(default=0, help_text="Counted from 1; 0 while it is not known.")
    seconds = models.PositiveIntegerField(null=True, blank=True, help_text="From shown to finished, capped.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Two tabs that scroll at once: one place to come back to.
            models.UniqueConstraint(fields=["enrollment", "step"], name="courses_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} reads {self.step_id}"


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def taking_answers(self, now: datetime) -> "AttemptQuerySet":
        """Those that are not handed in, and whose time is not over, or only for as long as an answer is on its way."""
        is_in_time = models.Q(due_at=None) | models.Q(due_at__gte=time_limit.takes_answers_of(now))
        return self.filter(is_in_time, submitted_at=None)


class Attempt(models.Model):
    """One go at a quiz. Seed, pass mark and end are copied here, so that nothing can move while somebody answers.

    `policy_version` is the number of the version that was in force, where it decides which questions are asked.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attempts")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    seed = models.BigIntegerField()
    pass_mark = models.PositiveSmallIntegerField()
    policy_version = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(default=0, help_text="The question to go on with. 0: not known yet.")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, help_text="When the time is over. None: there is no limit.")
    extensions = models.PositiveSmallIntegerField(default=0, help_text="How often the learner took more time.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent, rounded down.")
    is_passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            # A duplicated tab that starts another attempt would beat the limit: numbers are held by the database,
            # and so is the one open attempt.
            models.UniqueConstraint(fields=["enrollment", "step", "number"], name="courses_attempt_number"),
            models.UniqueConstraint(
                fields=["enrollment", "step"],
                condition=models.Q(submitted_at=None),
                name="courses_attempt_one_open",
            ),
            # A submitted attempt without a result, or a result before the end, would be no evidence.
            models.CheckConstraint(
                condition=models.Q(submitted_at=None, score=None, is_passed=None)
                | models.Q(submitted_at__isnull=False, score__isnull=False, is_passed__isnull=False),
                name="courses_attempt_result_with_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} of {self.enrollment_id}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None

    @property
    def was_ended_by_time(self) -> bool:
        """Handed in as it was when its time was over, and not by its learner."""
        return self.due_at is not None and self.submitted_at is not None and self.submitted_at >= self.due_at

    @property
    def missed_a_mandatory_question(self) -> bool:
        """Enough was right, but not each question that has to be."""
        return self.is_passed is False and self.score is not None and self.score >= self.pass_mark


class Answer(models.Model):
    """What was answered to one question, as given. It may change until the attempt is submitted."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    given = models.JSONField()
    revision = models.PositiveIntegerField(default=1, help_text="How often it was saved, counted from 1.")
    answered_at = models.DateTimeField()
    points = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Percent, set at submission.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "question"], name="courses_answer_one_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.question_id}"


class AttemptGrant(models.Model):
    """One more attempt at a quiz for somebody who used all of them, with who gave it and why. Never changed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="attempt_grants")
    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="+")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"One more attempt for {self.enrollment_id}"
