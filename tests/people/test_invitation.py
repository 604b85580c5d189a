"""The invitation: asked for by HR, mailed as a notice, followed once by the person."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from notices.kinds import kind_of
from notices.models import Notice
from notices.selectors import facts_of
from people import services
from people.invitations import GOOD_FOR, make_token, read_token
from people.mails import invitation_link
from people.models import Department, Employee
from tests.factories import LONG_AGO, NOW, TODAY, make_employee, make_site
from tests.people.signing_in import sign_in
from toolkit.errors import DomainError
from toolkit.models import Job

pytestmark = pytest.mark.django_db
CHOSEN = {"new_password1": "blue-heron-by-the-river", "new_password2": "blue-heron-by-the-river"}


@pytest.fixture
def sam(ward: Department) -> Employee:
    facts: dict[str, Any] = {"department": ward, "site": make_site(), "from_on": LONG_AGO, "now": NOW}
    return services.hire(number="E-0100", name="Sam Doe", email="sam@example.org", **facts)


@pytest.fixture
def link(sam: Employee) -> str:
    return invitation_link(sam, now=datetime.now(UTC))


def test_the_person_chooses_a_password_and_signs_in_with_it(client: Client, sam: Employee, link: str) -> None:
    assert "Welcome, Sam" in client.get(link).content.decode()
    answer = client.post(link, CHOSEN, follow=True)
    assert answer.redirect_chain == [(reverse("account_login"), 302)]
    assert "Your password is set" in answer.content.decode()
    sign_in(client, sam, CHOSEN["new_password1"])
    assert client.session["_auth_user_id"] == str(sam.pk)


def test_a_link_works_once_and_others_die_with_it(client: Client, sam: Employee, link: str) -> None:
    other = invitation_link(sam, now=datetime.now(UTC) - timedelta(days=1))
    client.post(link, CHOSEN)
    for used in (link, other):
        answer = client.get(used)
        assert answer.status_code == 410
        assert "does not work any more" in answer.content.decode()
        assert client.post(used, CHOSEN).status_code == 410


def test_a_link_that_is_too_old_says_what_to_do(client: Client, sam: Employee) -> None:
    old = invitation_link(sam, now=datetime.now(UTC) - GOOD_FOR)
    answer = client.get(old)
    assert answer.status_code == 410
    assert reverse("account_reset_password") in answer.content.decode()
    assert "ask HR" in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "%00", "%3Cscript%3E", "x" * 3000])
def test_a_token_that_is_none_gets_the_same_calm_page(client: Client, db: None, token: str) -> None:
    assert client.get(f"/accounts/invitation/{token}/").status_code == 410
    assert client.post(f"/accounts/invitation/{token}/", CHOSEN).status_code == 410


def test_opening_the_link_changes_nothing(client: Client, sam: Employee, link: str) -> None:
    before = Employee.objects.filter(pk=sam.pk).values().get()
    client.get(link)
    client.head(link)
    assert Employee.objects.filter(pk=sam.pk).values().get() == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"new_password1": "short", "new_password2": "short"}, "at least 10 characters"),
        ({"new_password1": "blue-heron-by", "new_password2": "red-heron-by"}, "match"),
        ({"new_password1": "sam@example.org", "new_password2": "sam@example.org"}, "too similar"),
        ({"new_password1": "1234567890", "new_password2": "1234567890"}, "too common"),
        ({}, "required"),
    ],
)
def test_a_weak_or_mistyped_password_is_explained(
    client: Client, sam: Employee, link: str, typed: dict[str, str], sentence: str
) -> None:
    answer = client.post(link, typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert sentence in answer.content.decode()
    sam.refresh_from_db()
    assert not sam.has_usable_password()


def test_the_mail_holds_a_link_that_works_and_the_database_holds_none(client: Client, sam: Employee) -> None:
    now = datetime.now(UTC)
    notice = services.invite(sam, now=now)
    job = Job.objects.get(kind="notices.send")
    assert "invitation/" not in str(job.payload) + str(notice.payload)
    mail = kind_of(notice.kind).build(facts_of(notice), {})
    path = next(line for line in mail.text.splitlines() if "/invitation/" in line).split("8000")[-1]
    assert client.get(path).status_code == 200
    assert sam.number in mail.text


def test_asking_twice_in_a_minute_sends_one_mail(sam: Employee) -> None:
    services.invite(sam, now=NOW)
    services.invite(sam, now=NOW + timedelta(seconds=20))
    assert Notice.objects.count() == 1
    services.invite(sam, now=NOW + timedelta(minutes=5))
    assert Notice.objects.count() == 2


def test_the_mail_is_dropped_once_it_is_not_needed(sam: Employee) -> None:
    notice = facts_of(services.invite(sam, now=NOW))
    wanted = kind_of("people.invitation").still_wanted
    assert wanted(notice, NOW)
    sam.set_password("blue-heron-by-the-river")
    sam.save()
    assert not wanted(notice, NOW)
    sam.set_unusable_password()
    sam.save()
    services.depart(sam, on=TODAY, by=None, now=NOW)
    assert not wanted(notice, NOW)


def test_who_has_a_password_or_no_address_or_has_left_is_not_invited(ada: Employee) -> None:
    with pytest.raises(DomainError, match="already chosen"):
        services.invite(ada, now=NOW)
    with pytest.raises(DomainError, match="no e-mail address"):
        services.invite(make_employee(email=""), now=NOW)
    services.depart(ada, on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="has left"):
        services.invite(ada, now=NOW)


@given(days=st.floats(min_value=0, max_value=60), hash_now=st.text(max_size=20), hash_then=st.text(max_size=20))
def test_a_token_says_whose_it_is_for_14_days_and_for_one_password(days: float, hash_now: str, hash_then: str) -> None:
    person = Employee().uuid
    token = make_token(person, encoded_password=hash_then, now=NOW)
    invitation = read_token(token, now=NOW + timedelta(days=days))
    assert (invitation is not None) == (days < 14)
    if invitation is not None:
        assert invitation.person == person
        assert invitation.is_for(hash_now) == (hash_now == hash_then)


def test_a_token_that_was_altered_or_signed_for_something_else_says_nothing() -> None:
    token = make_token(Employee().uuid, encoded_password="x", now=NOW)
    assert read_token(token[:-1] + ("A" if token[-1] != "A" else "B"), now=NOW) is None
    assert read_token(signing.dumps({"person": "x", "at": 1, "for": "y"}, salt="other"), now=NOW) is None
    assert read_token(signing.dumps(["no", "facts"], salt="people.invitation"), now=NOW) is None


def test_each_error_says_which_field_it_is_about(client: Client, link: str) -> None:
    page = client.post(link, {}).content.decode()
    assert "This field is required" not in page
    assert "Enter a new password." in page
    assert "Enter the new password again." in page
    assert "At least 10 characters." in page
