"""Long work keeps its lease while it gets on, says how far it is, and stops when somebody else took it over."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.factories import NOW
from tests.support.jobs import MakeKind, at, make_job, run
from toolkit.jobs import pulse as pulses
from toolkit.jobs import running
from toolkit.jobs.kinds import LongWork, Payload, Record
from toolkit.jobs.pulse import Progress
from toolkit.jobs.running import Outcome
from toolkit.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulses, "SECONDS", 0.02)


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_the_row_says_how_far_the_work_is_and_the_lease_moves_on(make_kind: MakeKind) -> None:
    seen: list[tuple[int, int, datetime | None]] = []

    def work(payload: Payload, now: datetime, pulse: Progress) -> Record:
        pulse.at(3, of=9)
        until(lambda: Job.objects.get().progress == 3)
        job = Job.objects.get()
        seen.append((job.progress, job.progress_of, job.lease_until))
        return lambda: None

    make_kind(LongWork(work), lease=timedelta(seconds=40))
    assert run(make_job(), 5) is Outcome.DONE
    assert seen == [(3, 9, NOW + timedelta(seconds=45))]


def test_work_that_hangs_is_not_kept(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: datetime, pulse: Progress) -> Record:
        pulse.at(1)
        until(lambda: Job.objects.get().progress == 1)
        Job.objects.update(progress=0)
        time.sleep(0.2)
        assert Job.objects.get().progress == 0
        return lambda: None

    make_kind(LongWork(work))
    assert run(make_job()) is Outcome.DONE


def test_who_lost_the_lease_stops_and_leaves_nothing(make_kind: MakeKind) -> None:
    effects: list[str] = []

    def work(payload: Payload, now: datetime, pulse: Progress) -> Record:
        if now == NOW:
            assert running.claim(Job.objects.get().pk, now=at(31)()) is not None
            end = time.monotonic() + 10
            while time.monotonic() < end:
                pulse.at(1)
                time.sleep(0.01)
        return lambda: effects.append("late")

    make_kind(LongWork(work))
    assert run(make_job()) is Outcome.LOST_LEASE
    assert effects == []


def test_it_keeps_the_lease_while_the_work_reads_one_long_snapshot(make_kind: MakeKind) -> None:
    """SQLite lets nobody write in a transaction that read before others wrote; the pulse has to come from outside."""

    def work(payload: Payload, now: datetime, pulse: Progress) -> Record:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM toolkit_job UNION ALL SELECT 2 UNION ALL SELECT 3")
            first = cursor.fetchone()
            pulse.at(7)
            time.sleep(0.3)
            assert first is not None
            assert len(cursor.fetchall()) == 2
        until(lambda: Job.objects.get().progress == 7)
        return lambda: None

    make_kind(LongWork(work))
    assert run(make_job()) is Outcome.DONE


def test_a_failure_passes_through(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: datetime, pulse: Progress) -> Record:
        raise OSError("no room")

    make_kind(LongWork(work))
    job = make_job()
    assert run(job) is Outcome.FAILED
    job.refresh_from_db()
    assert job.last_error == "OSError: no room"
