"""Doing one job: once, with back-off, and never behind the back of another worker."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import NOW
from tests.support.jobs import MakeKind, at, make_job, run
from toolkit.jobs import kinds, queue, running
from toolkit.jobs.kinds import BACK_OFF, GiveUp, Later, Payload, Record, back_off, without_secrets
from toolkit.jobs.running import Outcome
from toolkit.models import Job


@pytest.mark.django_db
def test_a_job_is_done_once_however_often_it_is_delivered(effects: list[Payload]) -> None:
    job = make_job(payload={"n": 1})
    assert [run(job) for _ in range(5)] == [Outcome.DONE] + [Outcome.NOT_MINE] * 4
    assert effects == [{"n": 1}]
    job.refresh_from_db()
    assert (job.state, job.attempts, job.lease_token) == ("done", 1, None)


@pytest.mark.django_db
def test_a_message_for_a_job_that_is_gone_is_ignored() -> None:
    assert running.run(4711, clock=at()) is Outcome.NOT_MINE


@pytest.mark.django_db
def test_a_job_is_not_done_before_its_time(effects: list[Payload]) -> None:
    job = make_job()
    Job.objects.update(not_before=NOW + timedelta(seconds=1))
    assert run(job) is Outcome.NOT_MINE
    assert run(job, 1) is Outcome.DONE


@pytest.mark.django_db
def test_the_secret_is_gone_when_the_job_is_done(effects: list[Payload]) -> None:
    job = make_job(payload={"secret": {"link": "x"}, "who": "ada"})
    run(job)
    job.refresh_from_db()
    assert job.payload == {"who": "ada"}
    assert effects[0]["secret"] == {"link": "x"}


@pytest.mark.django_db
def test_the_secret_is_gone_when_trying_again_cannot_help(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: object) -> Record:
        raise GiveUp("There is no such address.")

    make_kind(work)
    job = make_job(payload={"secret": 1, "who": "ada"})
    assert run(job) is Outcome.DEAD
    job.refresh_from_db()
    assert (job.payload, job.last_error) == ({"who": "ada"}, "There is no such address.")


@pytest.mark.django_db
def test_a_job_that_died_of_its_attempts_keeps_the_secret_for_a_retry_but_not_for_ever(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: object) -> Record:
        raise OSError("no route")

    make_kind(work, max_attempts=1)
    job = make_job(payload={"secret": 1, "who": "ada"})
    assert run(job) is Outcome.DEAD
    assert running.forget_secrets(died_before=NOW) == 0
    job.refresh_from_db()
    assert job.payload["secret"] == 1
    assert running.forget_secrets(died_before=NOW + timedelta(seconds=1)) == 1
    job.refresh_from_db()
    assert job.payload == {"who": "ada"}


@pytest.mark.django_db
def test_failures_are_tried_again_with_growing_pauses_and_then_the_job_is_dead(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: object) -> Record:
        raise ConnectionError("the mail server is away")

    make_kind(work, max_attempts=4)
    job = make_job()
    seconds = 0.0
    for pause in BACK_OFF[:3]:
        assert run(job, seconds) is Outcome.FAILED
        assert run(job, seconds + pause - 1) is Outcome.NOT_MINE
        seconds += pause
    assert run(job, seconds) is Outcome.DEAD
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("dead", 4)
    assert job.last_error == "ConnectionError: the mail server is away"
    assert run(job, seconds + 10_000) is Outcome.NOT_MINE


@pytest.mark.django_db
def test_a_failure_while_recording_leaves_nothing_of_it(make_kind: MakeKind) -> None:
    def record() -> None:
        Job.objects.create(kind="test.effect", dedup_key="trace", created_at=NOW, not_before=NOW)
        raise ValueError("half-way")

    make_kind(lambda payload, now: record)
    job = make_job()
    assert run(job) is Outcome.FAILED
    assert not Job.objects.filter(dedup_key="trace").exists()
    job.refresh_from_db()
    assert job.state == "waiting"


@pytest.mark.django_db
def test_later_costs_no_attempt(make_kind: MakeKind) -> None:
    when = NOW + timedelta(hours=9)

    def work(payload: Payload, now: object) -> Record:
        if now == when:
            return lambda: None
        raise Later(when, "One mail a day.")

    make_kind(work, max_attempts=1)
    job = make_job()
    assert run(job) is Outcome.LATER
    job.refresh_from_db()
    assert (job.attempts, job.not_before, job.last_error) == (0, when, "One mail a day.")
    assert run(job, 9 * 3600) is Outcome.DONE


@pytest.mark.django_db
def test_what_a_job_waits_for_may_come_while_it_finds_that_it_has_to_wait(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: datetime) -> Record:
        queue.hasten("test.effect", dedup_key="a", now=NOW + timedelta(seconds=2))
        raise Later(NOW + timedelta(hours=9), "Not there yet.")

    make_kind(work)
    job = make_job()
    assert run(job, 1) is Outcome.LATER
    job.refresh_from_db()
    assert (job.not_before, job.lease_token) == (NOW + timedelta(seconds=2), None)


@pytest.mark.django_db
def test_a_poison_job_that_kills_every_worker_ends_dead(effects: list[Payload]) -> None:
    job = make_job()
    most = kinds.kind_of("test.effect").max_attempts
    for attempt in range(most):
        assert running.claim(job.pk, now=at(attempt * 31)()) is not None  # and then the worker dies
    assert run(job, most * 31) is Outcome.DEAD
    job.refresh_from_db()
    assert job.last_error == "The worker stopped during every attempt."
    assert effects == []


@pytest.mark.django_db
def test_a_retry_gives_all_attempts_again_to_a_dead_job_only(make_kind: MakeKind) -> None:
    is_mended = False

    def work(payload: Payload, now: object) -> Record:
        if not is_mended:
            raise OSError("broken")
        return lambda: None

    make_kind(work, max_attempts=1)
    job = make_job()
    assert running.retry(job, now=NOW) is False
    assert run(job) is Outcome.DEAD
    is_mended = True
    assert running.retry(job, now=at(60)()) is True
    assert running.retry(job, now=at(60)()) is False
    assert run(job, 60) is Outcome.DONE


@pytest.mark.django_db
def test_a_lease_that_ran_out_lets_another_worker_in(effects: list[Payload]) -> None:
    job = make_job()
    assert running.claim(job.pk, now=NOW) is not None
    assert run(job, 30) is Outcome.NOT_MINE
    assert run(job, 31) is Outcome.DONE


@pytest.mark.django_db
def test_a_late_worker_leaves_no_second_effect(make_kind: MakeKind) -> None:
    effects: list[str] = []

    def work(payload: Payload, now: object) -> Record:
        if now == NOW:  # the first worker is slow: a second one takes the job over meanwhile and finishes it
            assert run(job, 31) is Outcome.DONE
            return lambda: effects.append("late")
        return lambda: effects.append("second")

    make_kind(work)
    job = make_job()
    assert run(job) is Outcome.LOST_LEASE
    assert effects == ["second"]


@pytest.mark.django_db
def test_a_late_failure_does_not_disturb_the_worker_that_took_over(make_kind: MakeKind) -> None:
    def work(payload: Payload, now: object) -> Record:
        assert running.claim(job.pk, now=at(31)()) is not None
        raise OSError("too late to matter")

    make_kind(work)
    job = make_job()
    assert run(job) is Outcome.LOST_LEASE
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == ("running", 2, "")


@pytest.mark.django_db
def test_a_kind_of_a_newer_release_is_left_to_it(effects: list[Payload]) -> None:
    job = make_job()
    Job.objects.update(kind="test.newer")
    assert run(job) is Outcome.NOT_MINE
    job.refresh_from_db()
    assert job.attempts == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_at_once_one_does_the_job(effects: list[Payload]) -> None:
    jobs = [make_job(key=str(n)) for n in range(10)]
    outcomes: list[Outcome] = []
    start = threading.Barrier(4)

    def worker() -> None:
        try:
            start.wait(10)
            for job in jobs:
                outcomes.append(run(job))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert outcomes.count(Outcome.DONE) == 10
    assert outcomes.count(Outcome.NOT_MINE) == 30
    assert len(effects) == 10


@given(st.integers(min_value=1, max_value=500))
def test_pauses_never_shrink_and_never_pass_the_longest(attempts: int) -> None:
    assert back_off(attempts) <= back_off(attempts + 1) <= timedelta(seconds=BACK_OFF[-1])


@given(st.dictionaries(st.sampled_from(["secret", "who", "what"]), st.integers()))
def test_nothing_but_the_secret_is_taken_from_a_payload(payload: Payload) -> None:
    kept = without_secrets(payload)
    assert "secret" not in kept
    assert kept == {name: value for name, value in payload.items() if name in kept}
    assert len(kept) == len(payload) - ("secret" in payload)
