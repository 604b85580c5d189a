"""Whether a mail goes, when, and what it looks like."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from notices.models import Delivery, MailDay
from notices.services import send_again
from tests.factories import NOW
from tests.notices.mails import events, job, queue, run_due
from toolkit.errors import DomainError
from toolkit.jobs import running
from toolkit.jobs.running import Outcome

pytestmark = pytest.mark.django_db

BORIS = UUID("22222222-2222-4222-8222-222222222222")
CHICAGO = "America/Chicago"


def test_what_is_no_longer_wanted_is_dropped_when_it_is_about_to_go() -> None:
    notice = queue(payload={"is_needless": True})
    assert run_due() == [Outcome.DONE]
    assert events(notice) == ["dropped"]
    assert not mail.outbox


def test_somebody_without_an_address_is_noted_and_nothing_is_tried() -> None:
    notice = queue(address="")
    assert run_due() == [Outcome.DONE]
    assert events(notice) == ["failed"]
    assert Delivery.objects.get().detail == "No e-mail address is known."


def test_what_is_no_address_is_not_handed_to_a_server() -> None:
    notice = queue(address="ada@example.org\nBcc: everybody@example.org")
    run_due()
    assert events(notice) == ["failed"]
    assert not mail.outbox


def test_a_second_run_of_a_finished_job_mails_nothing() -> None:
    notice = queue()
    run_due()
    job_id = job(notice).pk
    assert running.run(job_id, clock=lambda: NOW) is Outcome.NOT_MINE
    assert len(mail.outbox) == 1


# One mail a day


def test_the_second_counted_mail_of_a_day_waits_for_eight_in_the_morning() -> None:
    evening = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 21:00 on the 24th in Chicago
    queue("test.reminder", zone=CHICAGO, now=evening)
    second = queue("test.reminder", zone=CHICAGO, now=evening)
    assert run_due(evening) == [Outcome.DONE, Outcome.LATER]
    waiting = job(second)
    assert waiting.not_before == datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
    assert waiting.attempts == 0
    assert events(second) == []
    assert run_due(waiting.not_before) == [Outcome.DONE]
    assert len(mail.outbox) == 2


def test_the_day_is_that_of_the_person_not_of_the_server() -> None:
    before_midnight = datetime(2026, 11, 25, 5, 59, tzinfo=UTC)  # 23:59 in Chicago, long the 25th in London
    queue("test.reminder", zone=CHICAGO, now=before_midnight)
    assert run_due(before_midnight) == [Outcome.DONE]
    queue("test.reminder", zone=CHICAGO, now=before_midnight)
    assert run_due(before_midnight + timedelta(minutes=2)) == [Outcome.DONE]
    assert [str(day) for day in MailDay.objects.order_by("on").values_list("on", flat=True)] == [
        "2026-11-24",
        "2026-11-25",
    ]


def test_three_counted_mails_take_three_days() -> None:
    for _number in range(3):
        queue("test.reminder")
    now = NOW
    for sent in (1, 2, 3):
        run_due(now)
        assert len(mail.outbox) == sent
        now = datetime(2026, 11, 24 + sent, 8, 0, tzinfo=UTC)


def test_other_people_and_mails_that_are_not_counted_do_not_wait() -> None:
    queue("test.reminder")
    queue("test.reminder", recipient_uuid=BORIS)
    queue("test.news")
    assert run_due() == [Outcome.DONE] * 3


def test_a_dropped_mail_takes_nobody_s_day() -> None:
    queue(payload={"is_needless": True})
    run_due()
    assert not MailDay.objects.exists()


# Again


def cut_off(notice_kind: str = "test.news", **fields: Any) -> Any:
    """A notice that a worker began to send and never finished."""
    notice = queue(notice_kind, **fields)
    Delivery.objects.create(notice=notice, event=Delivery.Event.STARTED, at=NOW)
    return notice


def test_a_sending_that_was_cut_off_is_perhaps_sent_and_not_repeated() -> None:
    notice = cut_off()
    assert run_due() == [Outcome.DONE]
    assert events(notice) == ["started", "uncertain"]
    assert not mail.outbox


def test_a_kind_that_is_rather_sent_twice_than_never_is_repeated() -> None:
    notice = cut_off("test.link")
    assert run_due() == [Outcome.DONE]
    assert events(notice) == ["started", "started", "sent"]
    assert len(mail.outbox) == 1


def test_a_mail_that_was_perhaps_sent_is_sent_again_as_a_new_notice() -> None:
    old = cut_off(zone=CHICAGO)
    run_due()
    again = send_again(old, asked_by_uuid=BORIS, now=NOW)
    assert (again.again_of, again.asked_by_uuid, again.address) == (old, BORIS, old.address)
    assert job(again).payload["zone"] == CHICAGO
    assert send_again(old, asked_by_uuid=BORIS, now=NOW) == again
    run_due()
    assert len(mail.outbox) == 1
    assert events(old) == ["started", "uncertain"]


def test_a_mail_that_waits_or_has_arrived_is_not_sent_again() -> None:
    notice = queue()
    with pytest.raises(DomainError):
        send_again(notice, asked_by_uuid=BORIS, now=NOW)
    run_due()
    with pytest.raises(DomainError):
        send_again(notice, asked_by_uuid=BORIS, now=NOW)


def test_a_mail_whose_link_is_gone_is_not_sent_again() -> None:
    notice = queue(secret={"link": "https://example.org/x"})
    Delivery.objects.create(notice=notice, event=Delivery.Event.STARTED, at=NOW)
    run_due()
    with pytest.raises(DomainError, match="personal link"):
        send_again(notice, asked_by_uuid=BORIS, now=NOW)


def test_the_old_job_sends_nothing_after_the_mail_was_sent_again() -> None:
    old = queue()
    dead = job(old)
    dead.dead_at = NOW
    dead.save()
    send_again(old, asked_by_uuid=BORIS, now=NOW)
    running.retry(dead, now=NOW)
    run_due()
    assert events(old) == ["dropped"]
    assert len(mail.outbox) == 1


# What it looks like


def html_of(message: Any) -> str:
    html, _type = message.alternatives[0]
    return str(html)


def sent() -> EmailMessage:
    return mail.outbox[0].message()


def test_the_headers() -> None:
    notice = queue()
    run_due()
    message = sent()
    kept = {name: value for name, value in message.items() if name not in {"Date", "Content-Type", "MIME-Version"}}
    assert kept == {
        "Subject": "Hello Ada Osei",
        "From": '"Riverside Health" <training@127.0.0.1>',
        "To": '"Ada Osei" <ada@example.org>',
        "Message-ID": f"<{notice.uuid}@127.0.0.1>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_the_text_ends_with_why_the_person_gets_it() -> None:
    queue()
    run_due()
    assert mail.outbox[0].body == (
        "Good news for Ada Osei.\n\n-- \nRiverside Health\nhttp://127.0.0.1:8000\n"
        "Why you get this mail: You work here.\n"
    )


def test_a_name_full_of_markup_is_shown_as_typed() -> None:
    queue(recipient_name='<b>Ada</b> & "Co" {{ 1 }}')
    run_due()
    html = html_of(mail.outbox[0])
    assert "&lt;b&gt;Ada&lt;/b&gt; &amp; &quot;Co&quot; {{ 1 }}" in html
    assert '<b>Ada</b> & "Co" {{ 1 }}' in str(mail.outbox[0].body)
    assert mail.outbox[0].to == ['"<b>Ada</b> & \\"Co\\" {{ 1 }}" <ada@example.org>']


def test_a_name_cannot_add_a_header() -> None:
    queue(recipient_name="Ada\r\nBcc: everybody@example.org\u2028X: y")
    run_due()
    message = sent()
    assert "Bcc" not in message
    assert message["Subject"] == "Hello Ada Bcc: everybody@example.org X: y"
    assert mail.outbox[0].recipients() == ['"Ada Bcc: everybody@example.org X: y" <ada@example.org>']
