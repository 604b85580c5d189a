"""people.services.depart: every way in is closed, and the address is free again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from people import handlers, selectors, services
from people.mails import invitation_link
from people.models import Department, Employee
from people.roles import Role
from people.signals import workforce_changed
from tests.factories import LONG_AGO, NOW, PASSWORD, TODAY, make_employee, make_site
from tests.people.signing_in import reset_link, sign_in
from toolkit.errors import DomainError
from toolkit.jobs.kinds import kind_of

pytestmark = pytest.mark.django_db
NEXT_WEEK = TODAY + timedelta(days=7)


def test_a_departure_today_ends_the_session_at_once(client: Client, ada: Employee) -> None:
    assert sign_in(client, ada).status_code == 302
    assert client.get(reverse("people:account")).status_code == 200
    services.depart(ada, on=TODAY, by=None, now=NOW)
    answer = client.get(reverse("people:account"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))  # type: ignore[attr-defined]
    assert not Session.objects.exists()


def test_who_left_cannot_sign_in_with_the_password(client: Client, ada: Employee) -> None:
    services.depart(ada, on=TODAY, by=None, now=NOW)
    for name in (ada.number, ada.email):
        answer = client.post(reverse("account_login"), {"login": name, "password": PASSWORD})
        assert "_auth_user_id" not in client.session
        assert answer.status_code in {200, 422}
        assert "do not match" in answer.content.decode()


def test_who_left_cannot_use_a_reset_link_that_was_mailed_before(client: Client, ada: Employee) -> None:
    link = reset_link(client, ada)
    services.depart(ada, on=TODAY, by=None, now=NOW)
    client.get(link, follow=True)
    answer = client.post(link, {"password1": "another-long-one", "password2": "another-long-one"}, follow=True)
    ada.refresh_from_db()
    assert answer.status_code in {200, 404, 410, 422}
    assert not ada.has_usable_password()


def test_who_left_gets_no_new_reset_link(client: Client, ada: Employee) -> None:
    services.depart(ada, on=TODAY, by=None, now=NOW)
    with pytest.raises(LookupError):
        reset_link(client, ada)


def test_who_left_cannot_follow_an_invitation(client: Client, ward: Department) -> None:
    sam = services.hire(
        number="E-0100", name="Sam Doe", email="", department=ward, site=make_site(), from_on=LONG_AGO, now=NOW
    )
    link = invitation_link(sam, now=datetime.now(UTC))
    assert client.get(link).status_code == 200
    services.depart(sam, on=TODAY, by=None, now=NOW)
    assert client.get(link).status_code == 410
    assert client.post(link, {"new_password1": "long-enough-1", "new_password2": "long-enough-1"}).status_code == 410
    sam.refresh_from_db()
    assert not sam.has_usable_password()


def test_second_factors_and_roles_end(hana: Employee) -> None:
    Authenticator.objects.create(user=hana, type=Authenticator.Type.TOTP, data={"secret": "x"})
    services.depart(hana, on=TODAY, by=None, now=NOW)
    assert not Authenticator.objects.filter(user=hana).exists()
    assert Employee.objects.get(pk=hana.pk).roles == {Role.EMPLOYEE}


def test_the_address_can_be_used_by_the_next_person(client: Client, ada: Employee, ward: Department) -> None:
    services.depart(ada, on=TODAY, by=None, now=NOW)
    facts: dict[str, Any] = {"department": ward, "site": make_site(), "from_on": TODAY, "now": NOW}
    ada_too = services.hire(number="E-0900", name="Ada Osei", email=ada.email, **facts)
    ada_too.set_password(PASSWORD)
    ada_too.save()
    assert EmailAddress.objects.get(email=ada.email).user == ada_too
    sign_in(client, ada_too)
    assert client.session["_auth_user_id"] == str(ada_too.pk)


def test_the_placement_ends_and_what_was_stays(ada: Employee) -> None:
    services.depart(ada, on=TODAY, by=None, now=NOW)
    assert selectors.current_placement(ada, on=TODAY) is None
    assert selectors.current_placement(ada, on=TODAY - timedelta(days=1)) is not None


def test_a_later_day_changes_nothing_until_it_comes(client: Client, ada: Employee) -> None:
    sign_in(client, ada)
    services.depart(ada, on=NEXT_WEEK, by=None, now=NOW)
    assert services.apply_departures(now=NOW + timedelta(days=6)) == 0
    assert Employee.objects.get(pk=ada.pk).is_active
    assert services.apply_departures(now=NOW + timedelta(days=7)) == 1
    assert services.apply_departures(now=NOW + timedelta(days=7)) == 0
    assert not Employee.objects.get(pk=ada.pk).is_active


def test_the_day_comes_by_the_clock_of_the_site(ada: Employee) -> None:
    services.depart(ada, on=NEXT_WEEK, by=None, now=NOW)
    begins_in_london = datetime(NEXT_WEEK.year, NEXT_WEEK.month, NEXT_WEEK.day, 0, 30, tzinfo=UTC)
    assert services.apply_departures(now=begins_in_london) == 0  # still evening in Chicago
    assert services.apply_departures(now=begins_in_london + timedelta(hours=6)) == 1


def test_sign_in_ends_with_the_day_even_before_the_nightly_run(client: Client, ada: Employee) -> None:
    today = datetime.now(UTC)
    sign_in(client, ada)
    services.depart(ada, on=today.date() + timedelta(days=2), by=None, now=today)
    assert client.get(reverse("people:account")).status_code == 200
    Employee.objects.filter(pk=ada.pk).update(left_on=today.date() - timedelta(days=1))
    assert client.get(reverse("people:account")).status_code == 302
    sign_in(client, ada)
    assert client.get(reverse("people:account")).status_code == 302


def test_the_nightly_job_applies_it(ada: Employee) -> None:
    services.depart(ada, on=NEXT_WEEK, by=None, now=NOW)
    record = kind_of("people.apply_departures").work({}, NOW + timedelta(days=8))
    record()
    assert not Employee.objects.get(pk=ada.pk).is_active
    assert handlers.KINDS[0].name == "people.apply_departures"


def test_a_planned_day_can_be_moved_and_taken_back(ada: Employee) -> None:
    before = ada.placements.known().get()
    services.depart(ada, on=NEXT_WEEK, by=None, now=NOW)
    services.depart(ada, on=NEXT_WEEK + timedelta(days=7), by=None, now=NOW)
    assert ada.placements.known().get().until_on == NEXT_WEEK + timedelta(days=7)
    services.stay(ada, by=None, now=NOW)
    again = ada.placements.known().get()
    assert (again.until_on, again.from_on, again.department) == (None, before.from_on, before.department)
    assert Employee.objects.get(pk=ada.pk).left_on is None


def test_a_move_before_a_planned_departure_keeps_its_end(ada: Employee, hospital: Department) -> None:
    services.depart(ada, on=NEXT_WEEK, by=None, now=NOW)
    services.place(ada, department=hospital, site=make_site(), from_on=TODAY, now=NOW)
    assert selectors.current_placement(ada, on=NEXT_WEEK) is None
    with pytest.raises(DomainError, match="does not work here"):
        services.place(ada, department=hospital, site=make_site(), from_on=NEXT_WEEK, now=NOW)


def test_a_day_in_the_past_and_a_second_departure_are_refused(ada: Employee) -> None:
    with pytest.raises(DomainError, match="past"):
        services.depart(ada, on=TODAY - timedelta(days=1), by=None, now=NOW)
    services.depart(ada, on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="already left"):
        services.depart(ada, on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="No departure is planned"):
        services.stay(ada, by=None, now=NOW)


def test_the_last_administrator_cannot_leave(root: Employee) -> None:
    with pytest.raises(DomainError, match="last administrator"):
        services.depart(root, on=TODAY, by=None, now=NOW)
    make_employee("Second", roles=(Role.ADMINISTRATOR,))
    services.depart(root, on=TODAY, by=None, now=NOW)


def test_the_floors_above_hear_when_it_is_recorded_and_when_it_comes(ada: Employee) -> None:
    heard: list[bool] = []

    def receiver(**said: Any) -> None:
        heard.append(said["employee"].has_left(said["today"]))

    workforce_changed.connect(receiver)
    try:
        services.depart(ada, on=NEXT_WEEK, by=None, now=NOW)
        services.apply_departures(now=NOW + timedelta(days=8))
    finally:
        workforce_changed.disconnect(receiver)
    assert heard == [False, True]
