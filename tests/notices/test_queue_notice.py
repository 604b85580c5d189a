"""Queuing a mail in the business transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from notices.models import Delivery, Notice
from notices.services import NewNotice, queue_notices
from people.models import Site
from tests.factories import NOW
from tests.notices.mails import events, job, queue, run_due
from toolkit.jobs.running import Outcome
from toolkit.models import Job

pytestmark = pytest.mark.django_db


def test_a_queued_notice_is_mailed() -> None:
    notice = queue()
    assert run_due() == [Outcome.DONE]
    assert [message.subject for message in mail.outbox] == ["Hello Ada Osei"]
    assert events(notice) == ["started", "sent"]
    assert Delivery.objects.filter(subject="Hello Ada Osei").count() == 2


def test_a_transaction_that_is_rolled_back_leaves_no_mail() -> None:
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_the_same_key_is_one_mail() -> None:
    first = queue(dedup_key="a", recipient_name="Ada")
    second = queue(dedup_key="a", recipient_name="Someone else")
    assert second == first
    assert second.recipient_name == "Ada"
    assert Job.objects.count() == 1


def test_the_same_key_is_one_mail_after_it_was_sent() -> None:
    queue(dedup_key="a")
    run_due()
    queue(dedup_key="a")
    assert run_due() == []
    assert len(mail.outbox) == 1


def test_a_mail_for_later_waits() -> None:
    queue(not_before=NOW + timedelta(hours=1))
    assert run_due() == []
    assert run_due(NOW + timedelta(hours=1)) == [Outcome.DONE]


def test_a_kind_that_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        queue("test.unknown")


def test_a_zone_that_does_not_exist_is_a_mistake_before_anything_is_stored() -> None:
    with pytest.raises(Exception, match="Nowhere"):
        queue(zone="Nowhere/At_all")
    assert not Notice.objects.exists()


def test_a_key_that_would_be_cut_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="longer than 200"):
        queue(dedup_key="k" * 201)


def test_a_long_name_and_reason_are_cut_and_break_nothing() -> None:
    notice = queue(recipient_name="ش" * 300)
    assert Notice.objects.get(pk=notice.pk).recipient_name == "ش" * 200


def test_a_secret_is_in_the_job_only_and_only_until_it_is_sent() -> None:
    notice = queue("test.link", secret={"link": "https://example.org/canary-7341"})
    assert "canary-7341" in str(job(notice).payload)
    assert run_due() == [Outcome.DONE]
    assert "canary-7341" in str(mail.outbox[0].body)
    stored = [*Notice.objects.values(), *Delivery.objects.values(), *Job.objects.values()]
    assert "canary-7341" not in str(stored)


def new_notices(keys: list[str]) -> list[NewNotice]:
    return [NewNotice(kind="test.news", address="a@example.org", reason="Because.", dedup_key=key) for key in keys]


def test_thousands_are_queued_in_a_few_statements(django_assert_max_num_queries: Any) -> None:
    queue(dedup_key="00007")
    batch = new_notices([f"{number:05}" for number in range(2000)])
    with django_assert_max_num_queries(64):  # SQLite takes some 90 rows in a statement, PostgreSQL 500
        assert queue_notices(batch, now=NOW) == 1999
    assert queue_notices(batch, now=NOW) == 0
    assert Notice.objects.count() == Job.objects.count() == 2000


def test_the_same_key_twice_in_one_batch_is_one_mail() -> None:
    assert queue_notices(new_notices(["a", "a", "b"]), now=NOW) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
@pytest.mark.django_db(transaction=True)
def test_two_transactions_with_the_same_keys_both_commit_and_queue_one_mail_each_key() -> None:
    together = Barrier(2)

    def business(name: str, keys: list[str]) -> int:
        try:
            with transaction.atomic():
                Site.objects.create(name=name, time_zone="UTC")
                together.wait()
                return queue_notices(new_notices(keys), now=NOW)
        finally:
            connection.close()

    keys = [f"{number:04}" for number in range(1200)]  # three statements
    with ThreadPoolExecutor(2) as pool:
        queued = list(pool.map(business, ["North", "South"], [keys, keys[::-1]]))
    assert sorted(queued) == [0, 1200]
    assert Site.objects.count() == 2
    assert Job.objects.count() == Notice.objects.count() == 1200
    assert {str(uuid) for uuid in Notice.objects.values_list("uuid", flat=True)} == {
        payload["notice"] for payload in Job.objects.values_list("payload", flat=True)
    }
