"""A passage: starting a course, and finishing its lessons."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from courses.errors import AlreadyFinished, CourseNotOpen, NotPublished
from courses.models import Completion, Course, Enrollment, FinishedStep
from courses.selectors.catalog import current_version
from courses.selectors.outline import StepOutline
from courses.services.completing import complete_if_done
from courses.services.reading import keep_time
from people.models import Employee


@transaction.atomic
def start_course(course: Course, *, employee: Employee, now: datetime, after: UUID | None = None) -> Enrollment:
    """The employee's open passage through the course; a new one on the newest version if there is none.

    `after` is the employee's latest completion of it, for those who take it once more on purpose. A page that was
    opened before they finished does not name it, and must not send them back to the first lesson: AlreadyFinished.
    Raises NotPublished for a course that has only drafts. Starting twice at the same moment gives one passage.
    """
    version = current_version(course)
    if version is None:
        raise NotPublished
    mine = Enrollment.objects.open().filter(employee=employee, course=course).select_related("version")
    enrollment = mine.first()
    if enrollment is not None:
        return enrollment
    finished = Completion.objects.filter(employee=employee, course=course).order_by("-completed_at", "-pk")
    if finished.values_list("uuid", flat=True).first() != after:
        raise AlreadyFinished
    try:
        with transaction.atomic():
            return Enrollment.objects.create(employee=employee, course=course, version=version, started_at=now)
    except IntegrityError:
        return mine.get()


@transaction.atomic
def finish_lesson(enrollment: Enrollment, step: StepOutline, *, now: datetime, seconds: int | None = None) -> None:
    """Mark a lesson as read, in so many seconds if that is known. A second click changes nothing.

    Raises CourseNotOpen: a closed passage stays as it is.
    """
    enrollment = locked(enrollment)
    if FinishedStep.objects.filter(enrollment=enrollment, step_id=step.pk).exists():
        return
    if enrollment.closed_at is not None:
        raise CourseNotOpen
    mark_finished(enrollment, step, now=now)
    if seconds is not None:
        keep_time(enrollment, step, seconds=seconds, now=now)
    complete_if_done(enrollment, now=now)


def mark_finished(enrollment: Enrollment, step: StepOutline, *, now: datetime) -> None:
    row = FinishedStep(enrollment=enrollment, step_id=step.pk, finished_at=now)
    FinishedStep.objects.bulk_create([row], ignore_conflicts=True)


def locked(enrollment: Enrollment) -> Enrollment:
    """The row again, locked until the transaction ends: whatever counts attempts or steps takes turns here."""
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("version", "course", "employee")
    return rows.get(pk=enrollment.pk)
