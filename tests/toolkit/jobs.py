"""Short words for tests about jobs."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.factories import NOW
from toolkit.jobs import queue, running
from toolkit.jobs.kinds import Payload
from toolkit.jobs.running import Outcome
from toolkit.models import Job


def at(seconds: float = 0) -> Callable[[], datetime]:
    """A clock that stands still so many seconds after NOW."""
    return lambda: NOW + timedelta(seconds=seconds)


def make_job(*, key: str = "a", payload: Payload | None = None, kind: str = "test.effect") -> Job:
    queue.enqueue(kind, dedup_key=key, now=NOW, payload=payload)
    return Job.objects.get(kind=kind, dedup_key=key)


def run(job: Job, seconds: float = 0) -> Outcome:
    return running.run(job.pk, clock=at(seconds))
