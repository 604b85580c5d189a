"""The time limit of a quiz: when it is over, how much later an answer still counts, how much more time there is.

No clock and no database. `due_at` is stored with the attempt; None means that there is no limit.
"""

from datetime import datetime, timedelta

USUAL = 100  # percent of the time that everybody has
GRACE = timedelta(seconds=10)  # for what was sent in time and is on its way
# WCAG 2.2, success criterion 2.2.1: whoever is warned may extend the time at least ten times.
USUAL_EXTENSIONS = 10
_SHARE = 10  # an extension is a tenth of the time, so that ten of them double it


def due_at(started: datetime, minutes: int | None) -> datetime | None:
    """When the time is over: a full minute, so that a page can name the moment as it is."""
    return None if minutes is None else _full_minute(started + timedelta(minutes=minutes))


def personal(minutes: int, percent: int | None) -> int | None:
    """The minutes of somebody who has so many percent of the usual time, rounded up; None for no limit."""
    return None if percent is None else -(-minutes * percent // 100)


def is_over(due: datetime | None, now: datetime) -> bool:
    """Whether the time is over, so that the attempt is handed in as it is."""
    return due is not None and now >= due


def takes_answers_of(now: datetime) -> datetime:
    """An attempt takes answers now unless it was due before this."""
    return now - GRACE


def takes_answers(due: datetime | None, now: datetime) -> bool:
    return due is None or due >= takes_answers_of(now)


def closes_at(due: datetime) -> datetime:
    """From when on no answer is taken any more."""
    return due + GRACE + timedelta(seconds=1)


def extension_of(minutes: int) -> int:
    """The minutes that one extension of a limit of so many minutes adds."""
    return max(1, minutes // _SHARE)


def extended(due: datetime, minutes: int) -> datetime:
    """The end after one extension of a limit of so many minutes."""
    return due + timedelta(minutes=extension_of(minutes))


def _full_minute(moment: datetime) -> datetime:
    whole = moment.replace(second=0, microsecond=0)
    return whole if whole == moment else whole + timedelta(minutes=1)
