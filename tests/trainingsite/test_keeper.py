"""The keeper: it fills slots, finds what was left, does the work if asked, and outlives outages."""

import threading
from datetime import datetime, timedelta

import pytest
from celery.schedules import crontab
from django.db import OperationalError
from django.test import override_settings

from tests.factories import NOW
from tests.support.jobs import MakeKind
from toolkit import heartbeats
from toolkit.jobs import broker, queue
from toolkit.jobs.kinds import Payload, Record
from toolkit.models import Job
from trainingsite import keeper
from trainingsite.keeper import Keeper
from trainingsite.timetable import Entry

HOURLY = Entry("test.effect", crontab(minute="0"))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _sweeps_at_every_tick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "SWEEP_EVERY", 0.0)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    tasks: list[str] = []

    def send(task: str, calls: list[list[int]], *, expires: float | None = None) -> list[list[int]]:
        tasks.extend(task for _ in calls)
        return calls

    monkeypatch.setattr(broker, "send", send)
    return tasks


def make_keeper(clock: Clock, *, does_work: bool = False, timetable: tuple[Entry, ...] = ()) -> Keeper:
    return Keeper(does_work=does_work, stop=threading.Event(), clock=clock, timetable=timetable)


@pytest.mark.django_db
@pytest.mark.usefixtures("effects", "sent")
def test_a_second_keeper_does_no_harm(clock: Clock) -> None:
    keepers = [make_keeper(clock, timetable=(HOURLY,)) for _ in range(2)]
    for _hour in range(3):
        for one in keepers:
            one.tick()
            one.tick()
        clock.forward(hours=1)
    assert Job.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("effects", "sent")
def test_a_slot_missed_while_down_is_caught_up_once(clock: Clock) -> None:
    make_keeper(clock, timetable=(HOURLY,)).tick()
    clock.forward(hours=7)
    make_keeper(clock, timetable=(HOURLY,)).tick()
    make_keeper(clock, timetable=(HOURLY,)).tick()
    assert list(Job.objects.order_by("pk").values_list("dedup_key", flat=True)) == [
        "2026-11-24T15:00Z",
        "2026-11-24T22:00Z",
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("sent")
def test_an_entry_whose_kind_nobody_registered_does_not_stop_the_others(
    clock: Clock,
    effects: list[Payload],
) -> None:
    make_keeper(clock, timetable=(Entry("test.unknown", crontab()), HOURLY)).tick()
    assert Job.objects.get().kind == "test.effect"


@pytest.mark.django_db
def test_with_work_it_does_every_due_job_itself(clock: Clock, effects: list[Payload]) -> None:
    for n in range(25):
        queue.enqueue("test.effect", dedup_key=str(n), now=NOW, payload={"n": n})
    make_keeper(clock, does_work=True).tick()
    assert [payload["n"] for payload in effects] == list(range(25))


@pytest.mark.django_db
@override_settings(CELERY_BROKER_URL="redis://nowhere")
def test_without_work_it_rescues_only_what_nobody_took_and_only_a_few_at_once(
    clock: Clock,
    effects: list[Payload],
    sent: list[str],
) -> None:
    for n in range(8):
        queue.enqueue("test.effect", dedup_key=str(n), now=NOW)
    one = make_keeper(clock)
    one.tick()
    assert effects == []
    assert sent.count("toolkit.run_job") == 8
    clock.forward(seconds=26)
    one.tick()
    assert len(effects) == keeper.MOST_RESCUES
    one.tick()
    assert len(effects) == 8


@pytest.mark.django_db
def test_it_shows_that_it_is_alive_and_asks_the_worker_for_the_same(clock: Clock, sent: list[str]) -> None:
    assert heartbeats.silence(heartbeats.KEEPER, now=clock()) is None
    make_keeper(clock).tick()
    clock.forward(seconds=42)
    assert heartbeats.silence(heartbeats.KEEPER, now=clock()) == timedelta(seconds=42)
    assert sent == ["toolkit.beat"]


@pytest.mark.django_db
def test_it_stops_after_the_job_in_hand(clock: Clock, make_kind: MakeKind) -> None:
    one = make_keeper(clock, does_work=True)
    make_kind(lambda payload, now: one.stop.set)
    for n in range(3):
        queue.enqueue("test.effect", dedup_key=str(n), now=NOW)
    one.run()
    assert Job.objects.unfinished().count() == 2


@pytest.mark.django_db(transaction=True)
def test_it_outlives_an_outage(
    clock: Clock,
    effects: list[Payload],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue.enqueue("test.effect", dedup_key="a", now=NOW)
    one = make_keeper(clock, does_work=True)
    answers = iter([OperationalError("the server closed the connection"), OSError("no route"), None])
    pauses: list[float] = []

    def beat(name: str, *, now: datetime) -> None:
        if (problem := next(answers, None)) is not None:
            raise problem

    def wait(pause: float) -> bool:
        pauses.append(pause)
        if effects:
            one.stop.set()
        return False

    monkeypatch.setattr(heartbeats, "beat", beat)
    monkeypatch.setattr(one.stop, "wait", wait)
    one.run()
    assert len(effects) == 1
    assert pauses == [2.0, 4.0, keeper.TICK]


@pytest.mark.django_db
def test_a_job_that_fails_does_not_stop_the_next(clock: Clock, make_kind: MakeKind) -> None:
    done: list[Payload] = []

    def work(payload: Payload, now: datetime) -> Record:
        if payload["n"] == 0:
            raise RuntimeError("broken")
        return lambda: done.append(payload)

    make_kind(work)
    for n in range(2):
        queue.enqueue("test.effect", dedup_key=str(n), now=NOW, payload={"n": n})
    make_keeper(clock, does_work=True).tick()
    assert done == [{"n": 1}]
