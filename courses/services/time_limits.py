"""The time of an attempt: more of it for who asks, and its end when nobody does anything any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from courses import time_limit
from courses.errors import AttemptClosed, NoMoreTime, TimeIsOver
from courses.models import Attempt
from courses.selectors.asking import asked_by
from courses.selectors.outline import StepOutline
from courses.services.closing import close
from courses.services.learning import locked
from toolkit.jobs.queue import enqueue

END = "courses.end_attempt"


def watch(attempt: Attempt, *, now: datetime) -> None:
    """Have the attempt ended when its time is over, also if nobody opens it again. Nothing for one without a limit."""
    if attempt.due_at is not None:
        key = str(attempt.uuid)
        ends = time_limit.closes_at(attempt.due_at)
        enqueue(END, dedup_key=key, now=now, payload={"attempt": key}, not_before=ends)


@transaction.atomic
def take_more_time(attempt: Attempt, step: StepOutline, *, seen: int, now: datetime) -> Attempt:
    """One extension. `seen` is how many the learner's page knew of: a second click on that page gives no second one.

    Raises NoMoreTime when all are taken or there is no limit, TimeIsOver, AttemptClosed.
    """
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_open:
        raise AttemptClosed
    if time_limit.is_over(attempt.due_at, now):
        raise TimeIsOver
    minutes = step.rules.time_limit_minutes
    if attempt.due_at is None or minutes is None:
        raise NoMoreTime
    if attempt.extensions != seen:
        return attempt
    if attempt.extensions >= step.rules.extensions:
        raise NoMoreTime
    attempt.due_at = time_limit.extended(attempt.due_at, minutes)
    attempt.extensions += 1
    attempt.save(update_fields=["due_at", "extensions"])
    return attempt


@transaction.atomic
def end_if_over(uuid: UUID, *, now: datetime) -> datetime | None:
    """Close the attempt if no more answers are taken. Otherwise when to look again; None when nothing is left to do."""
    attempt = Attempt.objects.select_related("enrollment__version").filter(uuid=uuid, submitted_at=None).first()
    if attempt is None:
        return None
    enrollment = locked(attempt.enrollment)
    fresh = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not fresh.is_open or fresh.due_at is None:
        return None
    if time_limit.takes_answers(fresh.due_at, now):
        return time_limit.closes_at(fresh.due_at)
    close(fresh, enrollment, asked_by(attempt), now=now)
    return None
