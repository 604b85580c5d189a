"""Job kinds that exist for one test only, and short words about jobs. A plugin of the test run."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.factories import NOW
from toolkit.jobs import broker, kinds, queue, running
from toolkit.jobs.kinds import JobKind, Payload, Record
from toolkit.jobs.running import Outcome
from toolkit.models import Job

MakeKind = Callable[..., JobKind]


@pytest.fixture
def make_kind(monkeypatch: pytest.MonkeyPatch) -> MakeKind:
    """Registers `test.NAME` until the test ends. `work` gets payload and now, and returns what to record."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def make(work: Callable[..., Record], *, name: str = "effect", **options: Any) -> JobKind:
        options.setdefault("lease", timedelta(seconds=30))
        kind = JobKind(f"test.{name}", work, **options)
        kinds.register(kind)
        return kind

    return make


@pytest.fixture
def effects(make_kind: MakeKind) -> list[Payload]:
    """A kind `test.effect` that appends its payload here when it records."""
    done: list[Payload] = []
    make_kind(lambda payload, now: lambda: done.append(payload))
    return done


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The wake-ups that would have gone to the broker."""
    pks: list[int] = []

    def send(task: str, calls: list[list[int]], *, expires: float | None = None) -> list[list[int]]:
        pks.extend(pk for (pk,) in calls)
        return calls

    monkeypatch.setattr(broker, "send", send)
    return pks


def at(seconds: float = 0) -> Callable[[], datetime]:
    """A clock that stands still so many seconds after NOW."""
    return lambda: NOW + timedelta(seconds=seconds)


def make_job(*, key: str = "a", payload: Payload | None = None, kind: str = "test.effect") -> Job:
    queue.enqueue(kind, dedup_key=key, now=NOW, payload=payload)
    return Job.objects.get(kind=kind, dedup_key=key)


def run(job: Job, seconds: float = 0) -> Outcome:
    return running.run(job.pk, clock=at(seconds))
