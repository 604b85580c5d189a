"""HR's page of every mail sent and to come."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import Delivery, Notice
from notices.selectors import State, mail_row, mail_rows, mails
from people.models import Employee
from tests.factories import NOW
from tests.notices.mails import ADA, job, queue, run_due
from toolkit.models import Job

pytestmark = pytest.mark.django_db
PAGE = "/hr/mail/"


def waiting() -> Notice:
    return queue(not_before=NOW + timedelta(hours=1))


def sent() -> Notice:
    notice = queue()
    run_due()
    return notice


def dropped() -> Notice:
    notice = queue(payload={"is_needless": True})
    run_due()
    return notice


def uncertain() -> Notice:
    notice = queue()
    Delivery.objects.create(notice=notice, event=Delivery.Event.STARTED, at=NOW)
    run_due()
    return notice


def _dead(*events: Delivery.Event) -> Notice:
    notice = queue()
    for event in events:
        Delivery.objects.create(notice=notice, event=event, at=NOW, detail="550 No such person")
    Job.objects.filter(pk=job(notice).pk).update(dead_at=NOW, last_error="It broke.")
    return notice


def cut_off_for_ever() -> Notice:
    return _dead(Delivery.Event.STARTED)


def refused() -> Notice:
    return _dead(Delivery.Event.STARTED, Delivery.Event.FAILED)


def never_built() -> Notice:
    return _dead()


def without_address() -> Notice:
    notice = queue(address="")
    run_due()
    return notice


STATES: list[tuple[Callable[[], Notice], State, bool]] = [
    (waiting, State.WAITING, False),
    (sent, State.SENT, False),
    (dropped, State.DROPPED, False),
    (uncertain, State.UNCERTAIN, True),
    (cut_off_for_ever, State.UNCERTAIN, True),
    (refused, State.FAILED, True),
    (never_built, State.FAILED, True),
    (without_address, State.FAILED, False),
]


@pytest.mark.parametrize(("made", "state", "may_be_sent_again"), STATES)
def test_the_state_of_a_mail(made: Callable[[], Notice], state: State, may_be_sent_again: bool) -> None:
    row = mail_row(made())
    assert (row.state, row.may_be_sent_again) == (state, may_be_sent_again)


def test_the_filter_by_state_agrees_with_the_rows() -> None:
    for made, _state, _again in STATES:
        made()
    for state in State:
        expected = {row.uuid for row in mail_rows(Notice.objects.all()) if row.state is state}
        assert expected
        assert {notice.uuid for notice in mails(state=state)} == expected


def test_a_mail_that_waits_shows_when_it_is_due_and_why() -> None:
    row = mail_row(waiting())
    assert row.at == NOW + timedelta(hours=1)
    queue("test.reminder")
    second = queue("test.reminder")
    run_due()
    assert mail_row(second).detail == "The person already has a mail today."


@pytest.mark.parametrize("name", ["ada", "cleo", "root", "mallory", "boris"])
def test_nobody_but_hr_sees_the_mails(client: Client, request: pytest.FixtureRequest, name: str) -> None:
    notice = uncertain()
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403
    assert client.post(reverse("notices:send-again", args=[notice.uuid])).status_code == 403
    assert Notice.objects.count() == 1


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    assert client.get(PAGE).status_code == 302


@pytest.fixture
def hr(client: Client, hana: Employee) -> Client:
    client.force_login(hana)
    return client


def test_hr_sees_to_whom_what_why_and_how_it_stands(hr: Client) -> None:
    queue(recipient_name="<i>Zoë</i>")
    run_due()
    page = hr.get(PAGE).content.decode()
    for words in ("&lt;i&gt;Zoë&lt;/i&gt;", "ada@example.org", "News", "You work here.", "Sent", "1 mail"):
        assert words in page
    assert "Send again" not in page


def test_the_filter_is_in_the_address(hr: Client) -> None:
    queue(recipient_name="Zoë Quist", address="z@example.org")
    queue("test.reminder", recipient_name="Ada Osei")
    run_due()
    for query, shown in [
        ("q=quist+zo", ["Zoë Quist"]),
        ("q=ada%40example", ["Ada Osei"]),
        ("kind=test.reminder", ["Ada Osei"]),
        ("state=sent", ["Ada Osei", "Zoë Quist"]),
        ("state=waiting", []),
        ("q=ada&kind=test.news", []),
    ]:
        response = hr.get(f"{PAGE}?{query}")
        assert [row.name for row in response.context["rows"]] == shown


def test_a_filter_that_is_no_choice_is_left_out_and_named(hr: Client) -> None:
    sent()
    response = hr.get(f"{PAGE}?state=lost&kind=%00&page=x")
    assert len(response.context["rows"]) == 1
    assert "There is a problem" in response.content.decode()


def test_nothing_found_and_nothing_there(hr: Client) -> None:
    assert "No mail yet" in hr.get(PAGE).content.decode()
    assert "No such mail" in hr.get(f"{PAGE}?q=nobody").content.decode()


def test_the_page_takes_the_same_few_queries_however_many_mails(hr: Client, django_assert_max_num_queries: Any) -> None:
    for _number in range(60):
        queue()
    run_due()
    hr.get(PAGE)
    with django_assert_max_num_queries(9):
        response = hr.get(f"{PAGE}?state=sent")
    assert len(response.context["rows"]) == 50
    assert "?state=sent&amp;page=2" in response.content.decode()


def test_hr_sends_a_mail_again_and_comes_back_to_the_same_filter(hr: Client, hana: Employee) -> None:
    old = uncertain()
    page = hr.get(f"{PAGE}?state=uncertain").content.decode()
    address = reverse("notices:send-again", args=[old.uuid])
    assert f'action="{address}"' in page
    response = hr.post(address, {"query": "state=uncertain&next=//evil.example&"})
    assert response.headers["Location"] == f"{PAGE}?state=uncertain&"
    again = Notice.objects.get(again_of=old)
    assert (again.asked_by_uuid, again.recipient_uuid) == (hana.uuid, ADA)
    hr.post(address)
    assert Notice.objects.count() == 2
    page = hr.get(PAGE).content.decode()
    assert "The mail is queued again." in page
    assert "Sent again" in page


def test_a_refusal_is_said_calmly(hr: Client) -> None:
    notice = waiting()
    response = hr.post(reverse("notices:send-again", args=[notice.uuid]), follow=True)
    assert "It is not sent again." in response.content.decode()


def test_what_does_not_exist_is_not_found(hr: Client) -> None:
    assert hr.post(reverse("notices:send-again", args=[ADA])).status_code == 404
    assert hr.get(reverse("notices:send-again", args=[ADA])).status_code == 405


def test_the_admin_shows_notices_and_changes_none(client: Client, root: Employee) -> None:
    notice = sent()
    client.force_login(root)
    page = client.get(reverse("admin:notices_notice_change", args=[notice.pk]))
    assert page.status_code == 200
    assert "You work here." in page.content.decode()
    assert client.get(reverse("admin:notices_notice_add")).status_code == 403
    assert client.post(reverse("admin:notices_notice_delete", args=[notice.pk])).status_code == 403
