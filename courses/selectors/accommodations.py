"""How much time somebody has for quizzes with a limit, and which attempts that could still change."""

from dataclasses import dataclass
from datetime import datetime

from courses import time_limit
from courses.models import Accommodation, Attempt
from courses.selectors.asking import asked_by
from courses.selectors.outline import StepOutline
from people.models import Employee


@dataclass(frozen=True)
class TimedAttempt:
    """An open attempt whose time runs."""

    title: str
    until: datetime


def accommodations_of(employee: Employee) -> list[Accommodation]:
    """All that were ever set, the one that counts first."""
    rows = Accommodation.objects.filter(employee=employee).select_related("set_by")
    return list(rows.order_by("-set_at", "-pk"))


def percent_of(employee: Employee) -> int | None:
    """Of the usual time; None for no limit."""
    rows = Accommodation.objects.filter(employee=employee).order_by("-set_at", "-pk")
    newest = rows.values_list("percent", flat=True)[:1]
    return newest[0] if newest else time_limit.USUAL


def minutes_for(employee: Employee, step: StepOutline) -> int | None:
    """The minutes that this person has for one attempt; None for as long as it takes."""
    if step.rules.time_limit_minutes is None:
        return None
    return time_limit.personal(step.rules.time_limit_minutes, percent_of(employee))


def timed_attempts(employee: Employee, *, now: datetime) -> list[TimedAttempt]:
    rows = Attempt.objects.filter(enrollment__employee=employee, submitted_at=None, due_at__gt=now)
    found = rows.select_related("enrollment__version").order_by("due_at", "pk")
    return [TimedAttempt(asked_by(attempt).title, attempt.due_at) for attempt in found if attempt.due_at]
