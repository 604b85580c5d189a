"""A person's page for HR: where, roles, invitation, departure."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.models import Notice
from people import services
from people.models import Department, Employee
from people.roles import Role
from tests.factories import NOW, make_employee, make_site

pytestmark = pytest.mark.django_db
PAGES = ["people:person", "people:invite", "people:place", "people:depart"]


@pytest.fixture
def hr(client: Client, hana: Employee) -> Client:
    client.force_login(hana)
    return client


def shown(client: Client, person: Employee) -> str:
    return client.get(reverse("people:person", args=[person.uuid])).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_hr_alone_changes_it(client: Client, ada: Employee, name: str, request: pytest.FixtureRequest) -> None:
    address = reverse(name, args=[ada.uuid])
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    for who in ("ada", "boris", "cleo", "mallory", "root"):
        if (who, name) == ("root", "people:person"):
            continue  # an administrator looks, as in the Django admin
        client.force_login(request.getfixturevalue(who))
        assert client.post(address).status_code == 403, who
        assert client.get(address).status_code == 403, who


def test_an_administrator_sees_the_page_and_is_offered_no_changes(
    client: Client, root: Employee, ada: Employee
) -> None:
    client.force_login(root)
    ada.set_unusable_password()
    ada.save()
    page = shown(client, ada)
    assert "Ada Osei" in page
    for name in ("people:invite", "people:place", "people:depart"):
        assert reverse(name, args=[ada.uuid]) not in page


@pytest.mark.parametrize("name", PAGES)
def test_somebody_who_does_not_exist_is_not_found(hr: Client, name: str) -> None:
    assert hr.post(reverse(name, args=[uuid4()])).status_code in {404, 405}
    assert hr.get(reverse(name, args=[uuid4()])).status_code in {404, 405}
    malformed = reverse(name, args=[uuid4()]).replace("people/", "people/not-")
    assert hr.get(malformed).status_code == 404


def test_the_history_of_placements_is_shown(hr: Client, ada: Employee, hospital: Department) -> None:
    services.place(ada, department=hospital, site=make_site("North"), from_on=NOW.date(), now=NOW)
    page = shown(hr, ada)
    assert "7 East" in page
    assert "Nov. 23, 2026" in page  # the last day in the old place
    assert "North" in page


def test_a_placement_that_never_began_is_told_as_history(hr: Client, hana: Employee, ward: Department) -> None:
    person = services.hire(
        number="N-1", name="Noor Haddad", department=ward, site=make_site(), from_on=NOW.date(), now=NOW, by=hana
    )
    assert "never began" not in shown(hr, person)
    services.depart(person, on=NOW.date(), by=hana, now=NOW)
    page = shown(hr, person)
    assert "A placement in 7 East, Main campus, from Nov. 24, 2026 was recorded, but it never began." in page
    assert "Nov. 24, 2026 is the first day no longer here" in page


def test_somebody_never_placed_has_no_such_history(hr: Client) -> None:
    page = shown(hr, make_employee("Nobody Yet"))
    assert "Not placed anywhere." in page
    assert "never began" not in page


def test_roles_and_the_state_of_sign_in_are_shown(hr: Client, boris: Employee, ada: Employee) -> None:
    assert "Employee, Manager" in shown(hr, boris)
    assert "Never" in shown(hr, boris)
    boris.set_unusable_password()
    boris.save()
    assert "Not invited yet" in shown(hr, boris)


def test_an_invitation_is_sent_and_sent_again(hr: Client, boris: Employee) -> None:
    boris.set_unusable_password()
    boris.save()
    answer = hr.post(reverse("people:invite", args=[boris.uuid]), follow=True)
    assert "The invitation is on its way" in answer.content.decode()
    assert "Send the invitation again" in answer.content.decode()
    assert Notice.objects.get().recipient_uuid == boris.uuid


def test_who_has_a_password_is_not_invited(hr: Client, ada: Employee) -> None:
    answer = hr.post(reverse("people:invite", args=[ada.uuid]), follow=True)
    assert "has already chosen a password" in answer.content.decode()
    assert not Notice.objects.exists()


def test_inviting_takes_a_post(hr: Client, ada: Employee) -> None:
    assert hr.get(reverse("people:invite", args=[ada.uuid])).status_code == 405


def test_a_link_to_hand_over_is_made_for_somebody_without_an_address(hr: Client) -> None:
    person = make_employee("No Mail", number="V-77", email="")
    answer = hr.post(reverse("people:invite", args=[person.uuid]))
    found = re.search(r'href="http://127.0.0.1:8000(/accounts/invitation/[^"]+)"', answer.content.decode())
    assert found
    assert "no-store" in answer["Cache-Control"]
    hr.logout()
    form = {"new_password1": "blue-heron-by-the-river", "new_password2": "blue-heron-by-the-river"}
    assert hr.post(found.group(1), form).status_code == 302
    person.refresh_from_db()
    assert person.check_password("blue-heron-by-the-river")


def test_hr_gets_no_link_to_become_an_administrator(hr: Client) -> None:
    person = make_employee("No Mail", email="", roles=(Role.ADMINISTRATOR,))
    answer = hr.post(reverse("people:invite", args=[person.uuid]), follow=True)
    assert "/accounts/invitation/" not in answer.content.decode()
    assert "no e-mail address" in answer.content.decode()


def test_a_move_is_recorded_with_the_day(hr: Client, hana: Employee, ada: Employee, hospital: Department) -> None:
    address = reverse("people:place", args=[ada.uuid])
    page = hr.get(address).content.decode()
    assert 'value="E-0002"' in page  # the form begins with how it is now
    form = {"department": str(hospital.uuid), "site": str(make_site().pk), "kind": "employed", "from_on": "2026-11-01"}
    answer = hr.post(address, form | {"manager": "e-0003@example.org", "acting_manager": "E-0002"}, follow=True)
    assert "The placement was recorded" in answer.content.decode()
    placement = ada.placements.known().get(until_on=None)
    assert (placement.department, placement.manager, placement.recorded_by) == (hospital, hana, hana)
    assert "Boris Petrov</bdi> (acting)" in answer.content.decode()


def test_a_move_that_cannot_be_is_explained(hr: Client, ada: Employee, ward: Department) -> None:
    address = reverse("people:place", args=[ada.uuid])
    form = {"department": str(ward.uuid), "site": str(make_site().pk), "kind": "employed", "from_on": "2026-11-01"}
    answer = hr.post(address, form | {"manager": ada.number})
    assert answer.status_code == 422
    assert "Nobody can be their own manager" in answer.content.decode()
    assert hr.post(address, {}).status_code == 422
    assert ada.placements.count() == 1


def test_the_consequences_of_a_departure_are_said_first(hr: Client, ada: Employee, boris: Employee) -> None:
    page = hr.get(reverse("people:depart", args=[boris.uuid])).content.decode()
    assert "cannot sign in again" in page
    assert "becomes free" in page
    assert "1 person has them as manager" in page
    assert "Ada Osei" in page
    boris.refresh_from_db()
    assert boris.is_active


def test_a_departure_today_and_a_later_one_are_recorded(hr: Client, ada: Employee, boris: Employee) -> None:
    today = timezone.localdate(timezone.now(), timezone=timezone.get_fixed_timezone(-360))
    answer = hr.post(reverse("people:depart", args=[ada.uuid]), {"on": today.isoformat()}, follow=True)
    assert "cannot sign in" in answer.content.decode()
    ada.refresh_from_db()
    assert (ada.is_active, ada.left_on) == (False, today)
    later = today + timedelta(days=30)
    answer = hr.post(reverse("people:depart", args=[boris.uuid]), {"on": later.isoformat()}, follow=True)
    assert "is the first day without them" in answer.content.decode()
    boris.refresh_from_db()
    assert (boris.is_active, boris.left_on) == (True, later)
    hr.post(reverse("people:depart", args=[boris.uuid]), {"stay": "yes"})
    boris.refresh_from_db()
    assert boris.left_on is None


@pytest.mark.parametrize("typed", ["2020-01-01", "0206-01-01", "2226-01-01", "", "soon"])
def test_a_day_that_cannot_be_is_explained(hr: Client, ada: Employee, typed: str) -> None:
    answer = hr.post(reverse("people:depart", args=[ada.uuid]), {"on": typed})
    assert answer.status_code == 422
    assert 'href="#id_on"' in answer.content.decode()
    ada.refresh_from_db()
    assert ada.left_on is None


def test_who_left_already_leads_back_to_their_page(hr: Client, ada: Employee) -> None:
    services.depart(ada, on=NOW.date() + timedelta(days=400), by=None, now=NOW)
    services.apply_departures(now=NOW + timedelta(days=401))
    assert hr.get(reverse("people:depart", args=[ada.uuid])).status_code == 302
