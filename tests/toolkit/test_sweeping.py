"""Finding what was left."""

from datetime import timedelta

import pytest

from tests.factories import NOW
from tests.support.jobs import at, make_job, run
from toolkit.jobs import running, sweeping
from toolkit.jobs.kinds import Payload
from toolkit.models import Job


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_a_lost_wake_up_is_sent_again_but_not_at_every_sweep(sent: list[int]) -> None:
    job = make_job()
    for seconds in (0, 5, 10, 14, 16, 20):
        sweeping.sweep(now=at(seconds)())
    assert sent == [job.pk, job.pk]


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_what_is_done_dead_leased_or_not_due_is_left_alone(sent: list[int]) -> None:
    done, dead, leased, later = (make_job(key=key) for key in ("done", "dead", "leased", "later"))
    run(done)
    Job.objects.filter(pk=dead.pk).update(dead_at=NOW)
    running.claim(leased.pk, now=NOW)
    Job.objects.filter(pk=later.pk).update(not_before=NOW + timedelta(hours=1))
    assert sweeping.sweep(now=NOW) == 0
    assert sweeping.due_ids(now=NOW) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_a_dead_workers_job_is_found_when_its_lease_runs_out(sent: list[int]) -> None:
    job = make_job()
    running.claim(job.pk, now=NOW)
    assert sweeping.sweep(now=at(29)()) == 0
    assert sweeping.sweep(now=at(31)()) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_a_failed_job_is_woken_as_soon_as_its_pause_is_over(sent: list[int]) -> None:
    job = make_job()
    sweeping.sweep(now=NOW)
    Job.objects.filter(pk=job.pk).update(kind="test.effect")
    held = running.claim(job.pk, now=NOW)
    assert held is not None
    running._end_attempt(held, error="away", not_before=at(10)())
    assert sweeping.sweep(now=at(10)()) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_a_job_that_nobody_takes_is_abandoned_after_a_while(sent: list[int]) -> None:
    job = make_job()
    assert sweeping.abandoned_ids(now=at(24)(), limit=5) == []
    assert sweeping.abandoned_ids(now=at(25)(), limit=5) == [job.pk]


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_a_kind_of_a_newer_release_does_not_stand_in_the_way(sent: list[int]) -> None:
    newer, known = make_job(key="a"), make_job(key="b")
    Job.objects.filter(pk=newer.pk).update(kind="test.newer")
    assert sweeping.due_ids(now=NOW, limit=1) == [known.pk]


@pytest.mark.django_db
def test_the_sweep_of_a_large_backlog_goes_on_where_the_last_one_ended(
    effects: list[Payload], sent: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 3)
    jobs = [make_job(key=str(n)) for n in range(7)]
    for _ in range(3):
        sweeping.sweep(now=NOW)
    assert sorted(sent) == sorted(job.pk for job in jobs)
