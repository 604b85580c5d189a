"""How long a step took: by the server's clock, from the page that was shown to the click that finished it.

A page that only shows something writes nothing, so the moment goes along with the form, signed. What is longer than
anybody reads counts as the cap: a page that was open overnight says nothing, and the median does not move by it. Only
the visit in which the step was finished counts, and only the first time.
"""

from datetime import datetime, timedelta

from django.core import signing

_SALT = "courses.shown"
LEAST_CAP = timedelta(minutes=10)
TIMES_THE_ESTIMATE = 4


def mark(enrollment: int, step: int, *, now: datetime) -> str:
    """The signed moment at which this step was shown to this passage."""
    return signing.dumps([enrollment, step, int(now.timestamp() * 1_000)], salt=_SALT)


def seconds_since(mark: str, enrollment: int, step: int, *, minutes: int, now: datetime) -> int | None:
    """Seconds from the mark until now, capped. None for a mark that is missing, forged, of another step, or to come.

    `minutes` is the author's estimate.
    """
    try:
        of_enrollment, of_step, shown = signing.loads(mark, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    passed = now.timestamp() - shown / 1_000
    if (of_enrollment, of_step) != (enrollment, step) or passed < 0:
        return None
    return int(capped(timedelta(seconds=passed), minutes=minutes).total_seconds())


def capped(passed: timedelta, *, minutes: int) -> timedelta:
    return min(passed, max(LEAST_CAP, TIMES_THE_ESTIMATE * timedelta(minutes=minutes)))
