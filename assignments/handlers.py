"""The job that the timetable asks for every hour: remind those who are late."""

from datetime import datetime, timedelta

from assignments import services
from toolkit.jobs.kinds import JobKind, Payload, Record


def remind_overdue(payload: Payload, now: datetime) -> Record:
    """Each batch commits by itself and finds what another one left, so a run that was cut off is simply repeated."""
    services.remind_overdue(now=now)
    return _nothing


def _nothing() -> None:
    """What is to be written has been written already."""


# Short, so that a worker that dies costs seconds. A run that takes longer is joined by a second one, which does no
# harm: each person is locked and looked at again. Hence also the many attempts.
REMINDING = JobKind("assignments.remind_overdue", remind_overdue, lease=timedelta(seconds=20), max_attempts=30)
