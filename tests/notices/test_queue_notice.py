"""Queuing a mail in the business transaction."""

import pytest
from django.core import mail

from notices.models import Delivery
from notices.services import queue_notice
from tests.factories import NOW
from toolkit.jobs import running, sweeping


@pytest.mark.django_db
def test_a_queued_notice_is_mailed() -> None:
    queue_notice(
        kind="test.news",
        address="ada@example.org",
        recipient_name="Ada",
        reason="You work here.",
        dedup_key="a",
        now=NOW,
    )
    for pk in sweeping.due_ids(now=NOW):
        assert running.run(pk, clock=lambda: NOW) is running.Outcome.DONE
    assert [message.subject for message in mail.outbox] == ["Hello Ada"]
    assert list(Delivery.objects.values_list("event", flat=True).order_by("pk")) == ["started", "sent"]
    print(mail.outbox[0].message().as_string())
