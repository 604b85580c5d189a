"""How much time an open attempt has, as its pages say it."""

from dataclasses import dataclass
from datetime import datetime

from courses import time_limit
from courses.models import Attempt
from courses.selectors.outline import StepOutline

NEAR = 5 * 60  # seconds: from here on the page draws attention to the end


@dataclass(frozen=True)
class TimeLeft:
    """`taken` is how often it was extended; an extension adds so many minutes and there are so many left."""

    until: datetime
    seconds: int
    taken: int
    extension_minutes: int
    extensions_left: int

    @property
    def is_near(self) -> bool:
        return self.seconds <= NEAR


def time_left(attempt: Attempt, step: StepOutline, *, now: datetime) -> TimeLeft | None:
    """None for an attempt that has no limit, or no more time."""
    if attempt.due_at is None or time_limit.is_over(attempt.due_at, now):
        return None
    minutes = step.rules.time_limit_minutes
    return TimeLeft(
        until=attempt.due_at,
        seconds=int((attempt.due_at - now).total_seconds()),
        taken=attempt.extensions,
        extension_minutes=time_limit.extension_of(minutes) if minutes else 0,
        extensions_left=max(0, step.rules.extensions - attempt.extensions) if minutes else 0,
    )
