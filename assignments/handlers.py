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


REMINDING = JobKind("assignments.remind_overdue", remind_overdue, lease=timedelta(minutes=5), max_attempts=4)
