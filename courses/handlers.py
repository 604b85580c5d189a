"""The job that ends an attempt whose time is over."""

from datetime import datetime
from uuid import UUID

from courses.services import time_limits
from toolkit.jobs.kinds import JobKind, Later, Payload, Record


def end_attempt(payload: Payload, now: datetime) -> Record:
    """Under the fence, since closing has to be one with noting that the job is done."""

    def record() -> None:
        again = time_limits.end_if_over(UUID(payload["attempt"]), now=now)
        if again is not None:
            raise Later(again, "The attempt has more time.")

    return record


ENDING = JobKind(time_limits.END, end_attempt)
