"""HR's figures: they add up, and each opens exactly the rows that it counts."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db.models import Max
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from assignments.models import Assignment
from courses.models import CourseVersion
from people.models import Department, Employee, Placement
from reports.selectors.filtering import Choices, TrackingFilter, tracked
from reports.selectors.tracking import tracking
from tests.assignments.campaign import launch, named
from tests.factories import make_course, make_department, make_employee
from tests.reports.organization import make_organization

FIGURE = re.compile(r'href="(/hr/assignments/\?[^"]+)"[^>]*>(?:<span class="stat-value">)?([\d,.]+)( %)?<')


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_course(title="Social media at work")


@pytest.fixture
def hr(client: Client, hana: Employee) -> Client:
    client.force_login(hana)
    return client


@pytest.mark.parametrize("name", ["reports:tracking", "reports:rows", "reports:rows-csv"])
@pytest.mark.parametrize("who", ["ada", "boris", "cleo", "root", "mallory"])
def test_only_hr_gets_in(client: Client, request: pytest.FixtureRequest, name: str, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name)).status_code == 403


def test_before_anything_is_assigned_the_page_says_what_to_do(hr: Client) -> None:
    page = hr.get(reverse("reports:tracking")).content.decode()
    assert "Nothing is assigned yet" in page
    assert reverse("assignments:new") in page


def test_every_figure_on_the_page_opens_as_many_rows(hr: Client, version: CourseVersion) -> None:
    tree = make_organization(7, version)
    for address in ("", *[f"?department={department.uuid}" for department in tree]):
        page = hr.get(reverse("reports:tracking") + address).content.decode()
        figures = [
            (unescape(url), int(text.replace(",", ""))) for url, text, percent in FIGURE.findall(page) if not percent
        ]
        assert len(figures) >= 3
        for url, number in figures:
            assert hr.get(url).context["page"].paginator.count == number, url


@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_any_organization_the_lines_add_up_and_a_filter_stays_in_its_subtree(db: None, seed: int) -> None:
    version = make_course(f"course-{seed}")
    tree = make_organization(seed, version, people=25, departments=6)
    now, choices = timezone.now(), Choices()
    course = next(choice for choice in choices.courses if choice.course == version.course) if choices.courses else None
    for department in (None, *tree):
        wanted = TrackingFilter(course=course, department=department)
        found = tracking(wanted, choices, now=now)
        assert (
            sum((line.figures.by_state for line in found.lines), type(found.figures.by_state)())
            == found.figures.by_state
        )
        rows = tracked(wanted, now=now)
        assert sum(found.figures.by_state.values()) == rows.count()
        for line in found.lines:
            assert sum(line.figures.by_state.values()) == tracked(line.rows, now=now).count()
        if department:
            inside = Placement.objects.filter(department__path__startswith=department.path).values("employee")
            assert not rows.exclude(employee__in=inside).exists()


def test_only_the_newest_assignment_of_a_person_counts(version: CourseVersion) -> None:
    make_organization(3, version)
    newest = Assignment.objects.order_by().values("employee").annotate(newest=Max("pk"))
    assert newest.count() < Assignment.objects.count()
    shown = tracked(TrackingFilter(), now=timezone.now()).values_list("pk", flat=True)
    assert sorted(shown) == sorted(newest.values_list("newest", flat=True))


def test_without_a_choice_the_course_with_most_open_assignments_is_shown(
    hr: Client, version: CourseVersion, ada: Employee, boris: Employee, hana: Employee
) -> None:
    launch(make_course("other", title="Another course").course, named(ada), by=hana)
    launch(version.course, named(ada, boris), by=hana)
    assert "<h1>Social media at work</h1>" in hr.get(reverse("reports:tracking")).content.decode()
    assert "<h1>Another course</h1>" in hr.get(reverse("reports:tracking") + "?course=other").content.decode()


def test_who_is_in_no_department_today_is_counted_too(hr: Client, version: CourseVersion, hana: Employee) -> None:
    launch(version.course, named(make_employee("Loner")), by=hana)
    page = hr.get(reverse("reports:tracking")).content.decode()
    assert "In no department today" in page


def test_a_person_counts_where_they_are_now(
    hr: Client, version: CourseVersion, ada: Employee, hospital: Department, hana: Employee
) -> None:
    launch(version.course, named(ada), by=hana)
    moved_to = make_department("9 West", parent=hospital)
    ada.placements.update(department=moved_to)
    page = hr.get(reverse("reports:tracking")).content.decode()
    assert "9 West" in page
    assert "7 East" not in page


@pytest.mark.parametrize(
    "address",
    [
        "?course=nonsense",
        "?department=nonsense",
        "?department=00000000-0000-0000-0000-000000000000",
        "?campaign=nonsense",
        "?campaign=00000000-0000-0000-0000-000000000000",
    ],
)
@pytest.mark.parametrize("name", ["reports:tracking", "reports:rows", "reports:rows-csv"])
def test_what_names_nothing_is_not_found(hr: Client, version: CourseVersion, name: str, address: str) -> None:
    assert hr.get(reverse(name) + address).status_code == 404


def test_the_queries_do_not_grow_with_the_organization(
    hr: Client, version: CourseVersion, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_organization(5, version, people=60, departments=12)
    # session, person, roles; courses, departments; who is out of attempts; and all figures in one
    with django_assert_num_queries(7):
        hr.get(reverse("reports:tracking"))


def test_a_late_person_is_counted_by_how_long(
    hr: Client, version: CourseVersion, ada: Employee, hana: Employee
) -> None:
    past = timezone.now() - timedelta(days=20)
    launch(version.course, named(ada), by=hana, due_on=past.date(), now=past)
    page = hr.get(reverse("reports:tracking")).content.decode()
    assert re.search(r'state=late-month">1</a>', page)
