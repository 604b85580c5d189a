"""Pure rules of time: when a duty is late or due soon, and when a site may be written to."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SOON = timedelta(days=7)
MAIL_FROM, MAIL_UNTIL = time(8), time(17)


class Urgency(StrEnum):
    LATE = "late"
    SOON = "soon"
    LATER = "later"


def urgency(due_at: datetime, *, now: datetime) -> Urgency:
    """Late from the first instant after the due day on, soon in the seven days before it."""
    if due_at <= now:
        return Urgency.LATE
    return Urgency.SOON if due_at <= now + SOON else Urgency.LATER


def is_mailing_time(now: datetime, *, zone: ZoneInfo, working_days: Collection[int]) -> bool:
    """Whether it is 08:00 to 17:00 on a working day (0 is Monday) there. At 17:00 sharp it is not any more."""
    local = now.astimezone(zone)
    return local.weekday() in working_days and MAIL_FROM <= local.time() < MAIL_UNTIL
