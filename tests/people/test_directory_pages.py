"""The directory and adding a person: HR alone, filters in the address, hostile input shown as typed."""

from collections.abc import Callable
from html import escape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notices.models import Notice
from people import services
from people.models import Department, Employee, Site
from people.roles import Role
from tests.factories import NOW, TODAY, make_employee, make_site

pytestmark = pytest.mark.django_db
HOSTILE = [
    "<script>alert(1)</script>",
    'O\'Neill "Bo" & Sons',
    "{{ 7*7 }} {% now 'Y' %}",
    "Zoë 😀 Ñandú",
    "محمد الأحمد",
    "\u202egnp.exe",
    "x" * 200,
]


@pytest.fixture
def hr(client: Client, hana: Employee) -> Client:
    client.force_login(hana)
    return client


def page(client: Client, **query: str) -> str:
    answer = client.get(reverse("people:directory"), query)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("name", ["people:directory", "people:add"])
def test_hr_and_administrators_open_it(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    assert client.get(reverse(name))["Location"].startswith(reverse("account_login"))
    for who, status in {"ada": 403, "boris": 403, "cleo": 403, "mallory": 403, "root": 200, "hana": 200}.items():
        client.force_login(request.getfixturevalue(who))
        assert client.get(reverse(name)).status_code == status, who


def test_the_list_shows_where_people_are(hr: Client, ada: Employee) -> None:
    shown = page(hr)
    assert "Ada Osei" in shown
    assert "7 East" in shown
    assert "Boris Petrov" in shown


@pytest.mark.parametrize("words", ["osei", "OSEI ada", "e-0001", "e-0001@example"])
def test_people_are_found_by_parts_of_name_number_and_address(hr: Client, ada: Employee, words: str) -> None:
    shown = page(hr, q=words)
    assert "Ada Osei" in shown
    assert "Mallory" not in shown
    assert "Boris Petrov</bdi></a>" not in shown


def test_a_department_means_everything_below_it(
    hr: Client, ada: Employee, mallory: Employee, ward: Department, hospital: Department
) -> None:
    assert "Mallory" not in page(hr, department=str(ward.uuid))
    assert "Ada Osei" in page(hr, department=str(ward.uuid))
    assert "Mallory" in page(hr, department=str(hospital.uuid))


def test_who_left_is_found_when_asked_for(hr: Client, ada: Employee) -> None:
    services.depart(ada, on=TODAY, by=None, now=NOW)
    assert "Ada Osei" not in page(hr)
    assert "Left Nov. 24, 2026" in page(hr, state="left")
    assert "Ada Osei" in page(hr, state="all")


def test_nobody_found_says_what_to_do(hr: Client) -> None:
    assert "Nobody found" in page(hr, q="zzzz")


@pytest.mark.parametrize(
    "query", [{"department": "x"}, {"state": "x"}, {"q": "x" * 500}, {"page": "-1"}, {"page": "x"}]
)
def test_a_filter_that_is_none_breaks_nothing(hr: Client, ada: Employee, query: dict[str, str]) -> None:
    page(hr, **query)


def test_pages_keep_the_filter(hr: Client, ward: Department) -> None:
    for place in range(60):
        make_employee(f"Many {place:02}", department=ward)
    first = page(hr, q="Many")
    assert "60 people" in first
    assert 'href="?q=Many&amp;page=2"' in first
    assert "Many 59" in page(hr, q="Many", page="2")


def test_the_list_takes_as_many_queries_for_fifty_as_for_one(
    hr: Client, ada: Employee, ward: Department, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(40):
        make_employee(department=ward, manager=ada)
    page(hr)
    with django_assert_num_queries(8):
        page(hr)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_shown_as_typed(hr: Client, ward: Department, name: str) -> None:
    person = make_employee(name, called=name[:80], department=ward)
    for address in (
        reverse("people:directory"),
        reverse("people:person", args=[person.uuid]),
        reverse("people:depart", args=[person.uuid]),
    ):
        shown = hr.get(address).content.decode()
        assert escape(name) in shown
        assert "<script>alert" not in shown


def form_for(ward: Department, at: Site, **more: str) -> dict[str, str]:
    return {
        "number": "E-0500",
        "name": "Noor Haddad",
        "called": "",
        "email": "noor@example.org",
        "department": str(ward.uuid),
        "site": str(at.pk),
        "kind": "contractor",
        "job_title": "Dietitian",
        "manager": "E-0002",
        "from_on": "2026-12-01",
        "is_invited": "on",
        **more,
    }


def test_a_person_is_added_with_an_invitation(hr: Client, hana: Employee, boris: Employee, ward: Department) -> None:
    answer = hr.post(reverse("people:add"), form_for(ward, make_site()))
    noor = Employee.objects.get(number="E-0500")
    assert answer["Location"] == reverse("people:person", args=[noor.uuid])
    placement = noor.placements.get()
    assert (placement.manager, placement.kind, placement.recorded_by) == (boris, "contractor", hana)
    assert Notice.objects.get().recipient_uuid == noor.uuid


def test_without_an_address_nobody_is_invited(hr: Client, boris: Employee, ward: Department) -> None:
    hr.post(reverse("people:add"), form_for(ward, make_site(), email=""))
    assert Employee.objects.filter(number="E-0500").exists()
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("number", "e-0002", "Somebody already has this employee number."),
        ("number", "", "Enter the employee number."),
        ("number", "e-0002@example.org", "cannot contain “@”"),
        ("number", "E" * 41, "Employee number: use at most 40 characters."),
        ("name", "x" * 201, "Name: use at most 200 characters."),
        ("name", "Ada\nOsei", "Name: leave out line breaks"),
        ("name", "\u202egnp.exe", "Name: leave out line breaks"),
        ("name", "Ada\0Osei", "Name: leave out line breaks"),
        ("number", "E\t1", "Employee number: leave out line breaks"),
        ("job_title", "Dietitian\u2069", "Job title: leave out line breaks"),
        ("from_on", "1899-12-31", "Choose a day between 1900 and"),
        ("from_on", "2206-12-01", "Choose a day between 1900 and"),
        ("email", "E-0002@Example.org", "already has this e-mail address"),
        ("email", "none", "Enter a valid e-mail address."),
        ("department", "1", "Department: choose one from the list."),
        ("site", "999", "Site: choose one from the list."),
        ("manager", "nobody", "Nobody who works here"),
        ("from_on", "31.02.2026", "First day: enter a valid date."),
        ("kind", "king", "Works here as: choose one from the list."),
    ],
)
def test_a_mistake_is_explained_and_what_was_typed_is_kept(
    hr: Client, boris: Employee, ward: Department, field: str, typed: str, sentence: str
) -> None:
    answer = hr.post(reverse("people:add"), form_for(ward, make_site(), **{field: typed}))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in shown
    assert f'href="#id_{field}"' in shown
    assert sentence in shown
    assert "Dietitian" in shown
    assert not Employee.objects.filter(number="E-0500").exists()


def test_without_places_it_says_that_an_administrator_adds_them_first(client: Client) -> None:
    for role, may in {Role.HR: False, Role.ADMINISTRATOR: True}.items():
        client.force_login(make_employee(roles=(role,)))
        shown = client.get(reverse("people:add")).content.decode()
        assert "First there must be a place to work" in shown
        assert ("An administrator must add them first" in shown) is not may
        assert (reverse("admin:people_site_add") in shown) is may
        assert (reverse("admin:people_department_add") in shown) is may
        assert 'name="number"' not in shown
    make_site()
    shown = client.get(reverse("people:add")).content.decode()
    assert reverse("admin:people_site_add") not in shown
    assert reverse("admin:people_department_add") in shown


def test_an_administrator_adds_somebody_from_the_admin(client: Client, root: Employee, ward: Department) -> None:
    client.force_login(root)
    answer = client.get(reverse("admin:people_employee_add"), follow=True)
    assert answer.status_code == 200
    form = form_for(ward, make_site(), manager="")
    assert client.post(reverse("people:add"), form, follow=True).status_code == 200
    assert Employee.objects.filter(number="E-0500").exists()


def test_a_closed_department_is_not_offered(hr: Client, boris: Employee, ward: Department) -> None:
    services.move_department(ward, parent=None, from_on=TODAY, by=None, now=NOW)
    answer = hr.post(reverse("people:add"), form_for(ward, make_site()))
    assert answer.status_code == 422
