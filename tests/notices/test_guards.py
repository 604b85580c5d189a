"""Facts about mails cannot be edited or deleted, whoever tries."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from notices.models import Delivery, MailDay, Notice
from tests.factories import NOW, TODAY

TABLES = ("notices_notice", "notices_delivery", "notices_mailday")


@pytest.fixture
def facts(db: None) -> Notice:
    notice = Notice.objects.create(kind="test.news", address="ada@example.org", dedup_key="a", created_at=NOW)
    Delivery.objects.create(notice=notice, event=Delivery.Event.STARTED, at=NOW)
    MailDay.objects.create(recipient_uuid=notice.uuid, on=TODAY, notice=notice)
    return notice


@pytest.mark.parametrize(
    "change",
    [
        lambda: Notice.objects.update(address="mallory@example.org"),
        lambda: Notice.objects.filter(dedup_key="a")._raw_delete("default"),
        lambda: Delivery.objects.update(event=Delivery.Event.SENT),
        lambda: Delivery.objects.all()._raw_delete("default"),
        lambda: MailDay.objects.update(on=TODAY),
        lambda: MailDay.objects.all()._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_a_fact(facts: Notice, change: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        change()
    assert Delivery.objects.get().notice.address == "ada@example.org"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_truncate(table: str) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.django_db(transaction=True)
def test_committed_facts_are_gone_before_the_next_test() -> None:
    assert not Notice.objects.exists()
    Notice.objects.create(kind="test.news", address="ada@example.org", dedup_key="a", created_at=NOW)


@pytest.mark.django_db(transaction=True)
def test_committed_facts_of_the_test_before_are_gone() -> None:
    assert not Notice.objects.exists()
