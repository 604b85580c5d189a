"""Putting jobs into the table."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings

from tests.factories import NOW
from tests.support.jobs import make_job
from toolkit.jobs import broker, queue
from toolkit.jobs.kinds import Payload
from toolkit.jobs.queue import NewJob
from toolkit.models import Job


@pytest.mark.django_db
@pytest.mark.usefixtures("effects")
def test_the_same_effect_asked_for_twice_is_one_job() -> None:
    first = make_job(payload={"n": 1})
    second = make_job(payload={"n": 2})
    assert first.pk == second.pk
    assert second.payload == {"n": 1}


@pytest.mark.django_db
def test_a_kind_that_nobody_registered_is_refused_at_once() -> None:
    with pytest.raises(KeyError):
        queue.enqueue("test.unknown", dedup_key="a", now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
def test_a_rollback_leaves_no_job_and_wakes_nobody(sent: list[int]) -> None:
    class Refused(Exception):
        pass

    def act() -> None:
        with transaction.atomic():
            queue.enqueue("test.effect", dedup_key="a", now=NOW)
            raise Refused

    with override_settings(CELERY_BROKER_URL="redis://nowhere"), pytest.raises(Refused):
        act()
    assert not Job.objects.exists()
    assert sent == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
def test_workers_are_woken_after_the_commit_and_not_before(sent: list[int]) -> None:
    with override_settings(CELERY_BROKER_URL="redis://nowhere"):
        with transaction.atomic():
            queue.enqueue("test.effect", dedup_key="a", now=NOW)
            assert sent == []
        assert sent == [Job.objects.get().pk]
    assert Job.objects.get().woken_at == NOW


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
def test_what_is_not_due_yet_wakes_nobody(sent: list[int]) -> None:
    with override_settings(CELERY_BROKER_URL="redis://nowhere"):
        queue.enqueue("test.effect", dedup_key="a", now=NOW, not_before=NOW + timedelta(minutes=1))
    assert sent == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
def test_a_bulk_act_wakes_nobody_and_loses_nothing(sent: list[int]) -> None:
    with override_settings(CELERY_BROKER_URL="redis://nowhere"):
        queue.enqueue_many([NewJob("test.effect", str(n)) for n in range(queue.MOST_WAKES + 1)], now=NOW)
    assert sent == []
    assert Job.objects.unfinished().count() == queue.MOST_WAKES + 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
def test_trouble_after_the_commit_does_not_look_like_a_failed_act(monkeypatch: pytest.MonkeyPatch) -> None:
    def send(*args: object, **options: object) -> None:
        raise RuntimeError("the database went away after the commit")

    monkeypatch.setattr(broker, "send", send)
    with override_settings(CELERY_BROKER_URL="redis://nowhere"), transaction.atomic():
        queue.enqueue("test.effect", dedup_key="a", now=NOW)
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_hundred_jobs_cost_a_fixed_number_of_queries(
    sent: list[int], effects: list[Payload], django_assert_max_num_queries: object
) -> None:
    with override_settings(CELERY_BROKER_URL="redis://nowhere"), django_assert_max_num_queries(8):  # type: ignore[operator]
        queue.enqueue_many([NewJob("test.effect", str(n)) for n in range(100)], now=NOW)
    assert len(sent) == 100


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
@override_settings(CELERY_BROKER_URL="redis://nowhere")
def test_a_waiting_job_whose_reason_is_over_is_due_and_woken(sent: list[int]) -> None:
    queue.enqueue("test.effect", dedup_key="a", now=NOW, not_before=NOW + timedelta(hours=1))
    queue.hasten("test.effect", dedup_key="a", now=NOW + timedelta(minutes=1))
    job = Job.objects.get()
    assert job.not_before == NOW + timedelta(minutes=1)
    assert sent == [job.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("effects")
@override_settings(CELERY_BROKER_URL="redis://nowhere")
@pytest.mark.parametrize("state", ["done_at", "dead_at"])
def test_a_job_that_has_ended_is_not_hastened(sent: list[int], state: str) -> None:
    queue.enqueue("test.effect", dedup_key="a", now=NOW, not_before=NOW + timedelta(hours=1))
    Job.objects.update(**{state: NOW})
    queue.hasten("test.effect", dedup_key="a", now=NOW)
    assert Job.objects.get().not_before == NOW + timedelta(hours=1)
    assert sent == []
