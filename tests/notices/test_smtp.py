"""Sending through a real mail server, which does not always behave."""

import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from notices import services
from notices.handlers import SENDING
from notices.models import Delivery, MailDay, Notice
from notices.transport import PATIENCE
from tests.factories import NOW
from tests.notices.mails import events, job, queue, run_due
from tests.support.smtp_sink import DROP, SILENCE, Sink
from toolkit.jobs import running
from toolkit.jobs.running import Outcome

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=10)
AFTER_THE_LEASE = NOW + timedelta(minutes=2)
LONG_NAME = ('أحمد 👩🏽‍⚕️ O’Neill, "Ann" <b>' * 20)[:200].strip()


def detail(notice: Notice) -> str:
    return Delivery.objects.filter(notice=notice).order_by("pk").last().detail  # type: ignore[union-attr]


def header(sink: Sink, name: str) -> str:
    """The decoded header of the only mail. (The newer parser puts spaces between the encoded words of a phrase.)"""
    (content,) = sink.contents
    return str(make_header(decode_header(message_from_bytes(content)[name])))


def test_the_server_gets_the_mail_once(sink: Sink) -> None:
    notice = queue()
    assert run_due() == [Outcome.DONE]
    assert run_due(AFTER_THE_LEASE) == []
    assert sink.recipients == ["ada@example.org"]
    assert [message["Message-ID"] for message in sink.messages] == [f"<{notice.uuid}@127.0.0.1>"]
    assert events(notice) == ["started", "sent"]


def test_a_long_name_in_two_directions_with_emoji_arrives_as_typed(sink: Sink) -> None:
    queue(recipient_name=LONG_NAME)
    assert run_due() == [Outcome.DONE]
    assert header(sink, "To") == f"{LONG_NAME} <ada@example.org>"
    assert header(sink, "Subject") == f"Hello {LONG_NAME}"
    text = sink.messages[0].get_body(("plain",))
    assert text is not None
    assert LONG_NAME in text.get_content()
    assert all(len(line) <= 998 for line in sink.contents[0].splitlines())  # RFC 5322 §2.1.1


def test_a_mail_that_the_server_puts_off_is_tried_again(sink: Sink) -> None:
    sink.rcpt = ["451 4.7.1 Greylisted, come back later"]
    notice = queue()
    assert run_due() == [Outcome.FAILED]
    assert detail(notice) == "451 4.7.1 Greylisted, come back later"
    assert run_due(SOON) == [Outcome.DONE]
    assert events(notice) == ["started", "failed", "started", "sent"]
    assert len(sink.contents) == 1


def test_a_counted_mail_that_is_put_off_keeps_its_day(sink: Sink) -> None:
    sink.data = ["451 4.3.0 Try later"]
    notice = queue("test.reminder")
    run_due()
    assert run_due(SOON) == [Outcome.DONE]
    assert MailDay.objects.get().notice == notice


def test_a_counted_mail_that_is_put_off_over_midnight_takes_the_new_day_too(sink: Sink) -> None:
    sink.rcpt = ["451 4.7.1 Greylisted"]
    queue("test.reminder")
    run_due()
    assert run_due(NOW + timedelta(days=1)) == [Outcome.DONE]
    assert MailDay.objects.count() == 2


@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_a_mail_that_is_refused_for_good_is_given_up(sink: Sink, place: str) -> None:
    setattr(sink, place, ["550 5.1.1 No such person here"])
    notice = queue()
    assert run_due() == [Outcome.DEAD]
    assert events(notice) == ["started", "failed"]
    assert detail(notice) == "550 5.1.1 No such person here"
    assert not sink.contents


def test_a_server_that_is_not_there_gets_the_mail_when_it_is_back(sink: Sink, settings: Any) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = closed.getsockname()[1]
        notice = queue()
        assert run_due() == [Outcome.FAILED]
    settings.EMAIL_PORT = sink.port
    assert run_due(SOON) == [Outcome.DONE]
    assert events(notice) == ["started", "failed", "started", "sent"]


def test_settings_that_cannot_work_are_certain_not_to_have_sent(sink: Sink, settings: Any) -> None:
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = True
    notice = queue()
    assert run_due() == [Outcome.FAILED]
    assert events(notice) == ["started", "failed"]
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    assert run_due(SOON) == [Outcome.DONE]


@pytest.mark.parametrize("trouble", [DROP, SILENCE])
def test_trouble_before_the_content_is_certain_not_to_have_sent(sink: Sink, settings: Any, trouble: str) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    sink.rcpt = [trouble]
    notice = queue()
    assert run_due() == [Outcome.FAILED]
    assert run_due(SOON) == [Outcome.DONE]
    assert events(notice) == ["started", "failed", "started", "sent"]
    assert len(sink.contents) == 1


def hang_up_at_data(listener: socket.socket) -> None:
    """Serve one conversation that ends, without the go-ahead, when the content is announced."""
    connection, _address = listener.accept()
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b"220 here\r\n")
        while not lines.readline().lower().startswith(b"data"):
            connection.sendall(b"250 OK\r\n")


def test_a_connection_lost_before_the_go_ahead_is_certain_not_to_have_sent(sink: Sink, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        settings.EMAIL_PORT = listener.getsockname()[1]
        conversation = pool.submit(hang_up_at_data, listener)
        notice = queue()
        assert run_due() == [Outcome.FAILED]
        conversation.result()
    assert events(notice) == ["started", "failed"]


@pytest.mark.parametrize("trouble", [DROP, SILENCE])
def test_trouble_after_the_content_is_perhaps_sent_and_not_repeated(sink: Sink, settings: Any, trouble: str) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    sink.data = [trouble]
    notice = queue()
    assert run_due() == [Outcome.DONE]
    assert run_due(AFTER_THE_LEASE) == []
    assert events(notice) == ["started", "uncertain"]
    assert len(sink.contents) == 1


def test_a_sign_in_link_is_repeated_after_trouble_and_can_be_recognized_as_the_same(sink: Sink) -> None:
    sink.data = [DROP]
    notice = queue("test.link", secret={"link": "https://example.org/x"})
    assert run_due() == [Outcome.FAILED]
    assert run_due(SOON) == [Outcome.DONE]
    assert events(notice) == ["started", "started", "sent"]
    assert len({message["Message-ID"] for message in sink.messages}) == 1
    assert len(sink.contents) == 2


def test_a_commit_that_fails_after_the_server_took_the_mail_is_perhaps_sent(
    sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise ConnectionError("the database went away")

    notice = queue()
    with monkeypatch.context() as patch:
        note = services.note
        patch.setattr(services, "note", lambda *a, **k: note(*a, **k) if a[1] == "started" else broken())
        assert run_due() == [Outcome.FAILED]
    assert run_due(SOON) == [Outcome.DONE]
    assert events(notice) == ["started", "uncertain"]
    assert len(sink.contents) == 1


def test_a_worker_that_lost_its_lease_before_the_server_sends_nothing(sink: Sink) -> None:
    """It was put to sleep between claim and sending; meanwhile another worker has done the job."""
    notice = queue()
    asleep = job(notice).payload
    run_due()
    SENDING.work(asleep, NOW)()
    assert len(sink.contents) == 1
    assert events(notice) == ["started", "sent"]


def test_a_sending_begins_once() -> None:
    notice = queue()
    begin = {"subject": "Hello", "zone": ZoneInfo("UTC"), "now": NOW}
    assert services.start_sending(notice, **begin)  # type: ignore[arg-type]
    assert not services.start_sending(notice, **begin)  # type: ignore[arg-type]


def test_the_talk_with_a_server_ends_within_the_lease() -> None:
    # Patience, the step that was going on when it ran out, then go-ahead and final answer.
    assert SENDING.lease.total_seconds() > PATIENCE + 2 * 10


threads = pytest.mark.skipif(connection.vendor != "postgresql", reason="the SQLite of tests lives in one connection")


def run_together(ids: list[int]) -> list[Outcome]:
    together = Barrier(len(ids))

    def work(pk: int) -> Outcome:
        try:
            together.wait()
            return running.run(pk, clock=lambda: NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(work, ids))


@threads
@pytest.mark.django_db(transaction=True)
def test_five_deliveries_of_one_job_at_once_are_one_mail(sink: Sink) -> None:
    notice = queue()
    outcomes = run_together([job(notice).pk] * 5)
    assert sorted(outcome.name for outcome in outcomes) == ["DONE"] + ["NOT_MINE"] * 4
    assert len(sink.contents) == 1


@threads
@pytest.mark.django_db(transaction=True)
def test_five_counted_mails_to_one_person_at_once_are_one_mail_today(sink: Sink) -> None:
    notices = [queue("test.reminder") for _number in range(5)]
    outcomes = run_together([job(notice).pk for notice in notices])
    assert sorted(outcome.name for outcome in outcomes) == ["DONE"] + ["LATER"] * 4
    assert len(sink.contents) == MailDay.objects.count() == 1


@threads
@pytest.mark.django_db(transaction=True)
def test_the_same_sending_begun_five_times_at_once_is_one_mail(sink: Sink) -> None:
    """As if every one of five workers believed that the lease is its own."""
    payload = job(queue()).payload
    together = Barrier(5)

    def work(_number: int) -> None:
        try:
            together.wait()
            SENDING.work(payload, NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(work, range(5)))
    assert len(sink.contents) == 1
