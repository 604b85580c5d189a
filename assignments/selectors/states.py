"""The state of an assignment at a moment, as one SQL expression: pages, figures and exports all use this one."""

from datetime import datetime, timedelta

from django.db.models import Case, CharField, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment


class State(TextChoices):
    DONE = "done", _("Done")
    OPEN = "open", _("Open and on time")
    LATE_WEEK = "late-week", _("Late 1 to 7 days")
    LATE_MONTH = "late-month", _("Late 8 to 30 days")
    LATE_LONG = "late-long", _("Late over 30 days")
    LEFT_OUT = "left-out", _("Exempt or left")


LATE = (State.LATE_WEEK, State.LATE_MONTH, State.LATE_LONG)


def state_at(now: datetime, *, through: str = "") -> Case:
    """The State at `now`. `through` is the way to the assignment, such as `reasons__assignment__`.

    Whoever cannot sign in any more does not count, whatever they did before.
    """

    def when(state: State, **lookups: object) -> When:
        return When(Q(**{f"{through}{name}": value for name, value in lookups.items()}), then=Value(state.value))

    return Case(
        when(State.LEFT_OUT, employee__is_active=False),
        when(State.DONE, closed_by=Assignment.ClosedBy.COMPLETION),
        when(State.LEFT_OUT, closed_at__isnull=False),
        when(State.OPEN, due_at__gt=now),
        when(State.LATE_WEEK, due_at__gt=now - timedelta(days=7)),
        when(State.LATE_MONTH, due_at__gt=now - timedelta(days=30)),
        default=Value(State.LATE_LONG.value),
        output_field=CharField(),
    )
