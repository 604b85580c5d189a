"""Where in a lesson somebody is, and how long it took: working state, which no fact depends on."""

from datetime import datetime

from django.db.models import QuerySet

from courses.models import Enrollment, Reading
from courses.selectors.outline import StepOutline


def keep_place(enrollment: Enrollment, step: StepOutline, *, part: int, now: datetime) -> None:
    """Keeps the furthest part of the lesson that was on screen. A finished passage or lesson keeps none."""
    if enrollment.closed_at is not None or not 1 <= part <= len(step.parts):
        return
    if not _rows(enrollment, step).filter(part__gte=part).exists():
        _be_there(enrollment, step, now=now)
        _rows(enrollment, step).filter(part__lt=part).update(part=part, changed_at=now)


def keep_time(enrollment: Enrollment, step: StepOutline, *, seconds: int, now: datetime) -> None:
    """Keeps how long the lesson took, the first time."""
    _be_there(enrollment, step, now=now)
    _rows(enrollment, step).filter(seconds=None).update(seconds=seconds, changed_at=now)


def _rows(enrollment: Enrollment, step: StepOutline) -> QuerySet[Reading]:
    return Reading.objects.filter(enrollment=enrollment, step_id=step.pk)


def _be_there(enrollment: Enrollment, step: StepOutline, *, now: datetime) -> None:
    row = Reading(enrollment=enrollment, step_id=step.pk, changed_at=now)
    Reading.objects.bulk_create([row], ignore_conflicts=True)
