"""The background work of this app."""

from datetime import datetime
from functools import partial

from people.services import apply_departures
from toolkit.jobs.kinds import JobKind, Payload, Record


def work_apply_departures(payload: Payload, now: datetime) -> Record:
    """Those whose last day is over lose their access. All of it is database work, so all of it is the record."""
    return partial(_apply, now=now)


def _apply(*, now: datetime) -> None:
    apply_departures(now=now)


KINDS = (JobKind("people.apply_departures", work_apply_departures),)
