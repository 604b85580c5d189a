"""The rows behind the figures, on the page and in the file."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from courses.models import CourseVersion
from people.models import Department, Employee
from tests.assignments.campaign import launch, named
from tests.factories import make_course, make_employee
from tests.reports.organization import make_organization

HOSTILE = '=cmd|" /C calc"!A1<script>alert(1)</script> 🩺 مرحبا'


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_course(title="Social media at work")


@pytest.fixture
def hr(client: Client, hana: Employee) -> Client:
    client.force_login(hana)
    return client


def rows_on_page(hr: Client, query: str = "") -> list[tuple[str, ...]]:
    """Name, number, department, due day and certificate, over all pages."""
    found: list[tuple[str, ...]] = []
    number = 1
    while True:
        context = hr.get(f"{reverse('reports:rows')}?{query}&page={number}").context
        for row, _words in context["rows"]:
            found.append((row.name, row.number, row.department, row.due_on.isoformat(), row.certificate))
        if not context["page"].has_next():
            return found
        number += 1


def rows_in_file(hr: Client, query: str = "") -> list[tuple[str, ...]]:
    answer = hr.get(f"{reverse('reports:rows-csv')}?{query}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    return [(line[0], line[1], line[2], line[4], line[8]) for line in lines[1:]]


@pytest.mark.parametrize(
    "query",
    ["", "state=late", "state=done", "state=counted", "sort=name", "sort=-due", "sort=completed", "q=Person", "q=7-1"],
)
def test_the_file_holds_the_rows_of_the_page_in_the_same_order(hr: Client, version: CourseVersion, query: str) -> None:
    make_organization(7, version, people=90)
    page = rows_on_page(hr, query)
    assert page
    assert rows_in_file(hr, query) == page


def test_a_department_filter_holds_page_and_file_in_its_subtree(hr: Client, version: CourseVersion) -> None:
    for department in make_organization(7, version):
        assert rows_on_page(hr, f"department={department.uuid}") == rows_in_file(hr, f"department={department.uuid}")


def test_a_hostile_name_is_text_on_the_page_and_no_formula_in_the_file(
    hr: Client, version: CourseVersion, ward: Department, hana: Employee
) -> None:
    launch(version.course, named(make_employee(HOSTILE, department=ward)), by=hana)
    page = hr.get(reverse("reports:rows")).content.decode()
    assert escape(HOSTILE) in page
    assert "<script>alert" not in page
    assert rows_in_file(hr)[0][0] == f"'{HOSTILE}"


def test_a_person_leads_to_their_page_and_is_found_by_number(
    hr: Client, version: CourseVersion, ada: Employee, boris: Employee, hana: Employee
) -> None:
    launch(version.course, named(ada, boris), by=hana)
    page = hr.get(reverse("reports:rows") + "?q=e-0001").content.decode()
    assert reverse("people:person", args=[ada.uuid]) in page
    assert "Boris Petrov" not in page


def test_each_filter_is_a_chip_that_takes_itself_off(
    hr: Client, version: CourseVersion, ward: Department, ada: Employee, hana: Employee
) -> None:
    campaign = launch(version.course, named(ada), by=hana)
    query = f"course=handwashing&department={ward.uuid}&state=open&q=Ada&campaign={campaign.uuid}"
    chips = hr.get(f"{reverse('reports:rows')}?{query}").context["chips"]
    assert [chip.label for chip in chips] == [
        "Social media at work",
        "7 East and below",
        f"Campaign due {date_format(campaign.due_on)}",
        "Open and on time",
        "“Ada”",
    ]
    for chip, gone in zip(chips, ("course=", "department=", "campaign=", "state=", "q="), strict=True):
        assert gone not in chip.remove_url
        assert hr.get(chip.remove_url).status_code == 200


def test_a_campaign_shows_its_own_rows_also_when_newer_ones_came(
    hr: Client, version: CourseVersion, ada: Employee, hana: Employee
) -> None:
    first = launch(version.course, named(ada), by=hana)
    ada.assignments.update(closed_at=timezone.now(), closed_by="withdrawal")
    launch(version.course, named(ada), by=hana)
    assert len(rows_on_page(hr, f"campaign={first.uuid}")) == 1
    assert len(rows_on_page(hr)) == 1


def test_nobody_matches_and_the_page_offers_everybody(hr: Client) -> None:
    page = hr.get(reverse("reports:rows") + "?q=nobody").content.decode()
    assert "Nobody matches" in page


@pytest.mark.parametrize("query", ["state=nonsense", "sort=nonsense", "page=999", "page=x", "q=%00", "direct=7"])
def test_garbage_that_names_nothing_is_left_out(
    hr: Client, version: CourseVersion, ada: Employee, hana: Employee, query: str
) -> None:
    launch(version.course, named(ada), by=hana)
    answer = hr.get(f"{reverse('reports:rows')}?{query}")
    assert answer.status_code == 200
    assert answer.context["page"].paginator.count == 1


def test_a_late_row_says_for_how_long(hr: Client, version: CourseVersion, ada: Employee, hana: Employee) -> None:
    past = timezone.now() - timedelta(days=20)
    launch(version.course, named(ada), by=hana, due_on=past.date(), now=past)
    page = hr.get(reverse("reports:rows") + "?state=late").content.decode()
    # UTC may be a day ahead of the site
    assert "19 days late" in page or "20 days late" in page


def test_the_queries_do_not_grow_with_the_rows(
    hr: Client, version: CourseVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_organization(5, version, people=60, departments=12)
    # session, person, roles; courses, departments; the count and the page
    with django_assert_num_queries(7):
        hr.get(reverse("reports:rows"))
