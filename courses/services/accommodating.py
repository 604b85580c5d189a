"""HR gives one person more time in quizzes with a limit, or none of the limit at all."""

from datetime import datetime

from django.db import transaction

from courses import time_limit
from courses.models import Accommodation, Attempt
from courses.selectors.asking import asked_by
from people.models import Employee


@transaction.atomic
def set_accommodation(
    employee: Employee, *, percent: int | None, reason: str, by: Employee, now: datetime, with_open: bool = False
) -> Accommodation:
    """For every attempt that begins from now on, and `with_open` for those whose time runs. None is ever cut short.

    The same once more, as by a second click, is not entered again.
    """
    Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
    newest = Accommodation.objects.filter(employee=employee).order_by("-set_at", "-pk").first()
    if newest is None or (newest.percent, newest.reason, newest.set_by_id) != (percent, reason, by.pk):
        newest = Accommodation.objects.create(employee=employee, percent=percent, reason=reason, set_by=by, set_at=now)
    if with_open:
        running = Attempt.objects.filter(enrollment__employee=employee, submitted_at=None, due_at__gt=now)
        rows = running.select_for_update(of=("self",)).select_related("enrollment__version").order_by("pk")
        for attempt in rows:
            _lengthen(attempt, percent)
    return newest


def _lengthen(attempt: Attempt, percent: int | None) -> None:
    minutes = asked_by(attempt).rules.time_limit_minutes
    assert minutes is not None
    due = time_limit.due_at(attempt.started_at, time_limit.personal(minutes, percent))
    for _time in range(attempt.extensions):
        due = time_limit.extended(due, minutes) if due else None
    attempt.due_at = max(due, attempt.due_at) if due and attempt.due_at else None
    attempt.save(update_fields=["due_at"])
