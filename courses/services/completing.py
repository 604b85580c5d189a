"""Finishing: when every step of a passage is done, the completion is written and told, in the same transaction."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.db.models import Max

from courses.facts import COMPLETED
from courses.grading import score
from courses.models import Attempt, Completion, Enrollment
from courses.selectors.progress import progress_of
from courses.signals import course_completed
from ledger.services import record_fact
from people.selectors import local_day


def complete_if_done(enrollment: Enrollment, *, now: datetime) -> Completion | None:
    """Insert the Completion with its ledger entry and close the passage if nothing is left.

    Runs in the caller's transaction and lock.
    """
    if progress_of(enrollment).next_step is not None:
        return None
    version = enrollment.version
    day = local_day(enrollment.employee, now=now)
    completion = Completion.objects.create(
        enrollment=enrollment,
        employee=enrollment.employee,
        course=enrollment.course,
        version=version,
        completed_at=now,
        completed_on=day,
        score=score_of(enrollment),
        valid_until=valid_until(day, version.validity_months),
        digest=version.digest,
    )
    record_fact(COMPLETED, completion, now=now)
    Enrollment.objects.filter(pk=enrollment.pk).update(closed_at=now)
    enrollment.closed_at = now
    course_completed.send(sender=Completion, completion=completion, now=now)
    return completion


def valid_until(day: date, months: int | None) -> date | None:
    """The last day on which a completion of `day` counts: the same day of the month, or the month's last one."""
    return None if months is None else day + relativedelta(months=months)


def score_of(enrollment: Enrollment) -> int | None:
    """The score in percent over the graded checks that were passed; None if there was none."""
    passed = Attempt.objects.filter(enrollment=enrollment, is_passed=True, step__is_graded=True).order_by()
    best = [row["best"] for row in passed.values("step").annotate(best=Max("score"))]
    return score(best) if best else None
