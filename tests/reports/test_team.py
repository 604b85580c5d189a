"""A manager's own people."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from courses.models import Attempt, CourseVersion, Step
from courses.services.learning import start_course
from people.models import Department, Employee
from tests.assignments.campaign import launch, named
from tests.factories import NOW, make_course, make_employee


@pytest.fixture
def version(db: None) -> CourseVersion:
    return make_course(title="Social media at work", attempts_limit=1)


def make_late(version: CourseVersion, *people: Employee, by: Employee) -> None:
    past = timezone.now() - timedelta(days=9)
    launch(version.course, named(*people), by=by, due_on=past.date(), now=past)


@pytest.mark.parametrize("who", ["ada", "hana", "cleo", "root", "mallory"])
def test_only_managers_have_a_team_page(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("reports:team")).status_code == 403


def test_a_manager_sees_their_own_people_and_nobody_else(
    client: Client, version: CourseVersion, ada: Employee, boris: Employee, mallory: Employee, hana: Employee
) -> None:
    make_late(version, ada, mallory, by=hana)
    client.force_login(boris)
    page = client.get(reverse("reports:team")).content.decode()
    assert "Ada Osei" in page
    assert "1 of 1 is late." in page
    assert "Social media at work" in page
    assert "Mallory" not in page


def test_who_is_out_of_attempts_can_be_given_one(
    client: Client, version: CourseVersion, ada: Employee, boris: Employee, hana: Employee
) -> None:
    passage = start_course(version.course, employee=ada, now=NOW)  # unasked: no assignment leads to it
    client.force_login(boris)
    assert "Give another attempt" not in client.get(reverse("reports:team")).content.decode()
    check = Step.objects.get(module__version=version, slug="final-check")
    common = {"seed": 1, "pass_mark": 75, "started_at": NOW, "submitted_at": NOW, "score": 1, "is_passed": False}
    Attempt.objects.create(enrollment=passage, step=check, number=1, **common)
    address = reverse("assignments:grant-attempt", args=[passage.uuid, "check", "final-check"])
    assert address in client.get(reverse("reports:team")).content.decode()
    client.force_login(hana)
    assert address in client.get(reverse("reports:tracking")).content.decode()


def test_a_late_person_without_an_address_is_pointed_out(
    client: Client, version: CourseVersion, ward: Department, boris: Employee, hana: Employee
) -> None:
    make_late(version, make_employee("Silent", department=ward, manager=boris, email=""), by=hana)
    client.force_login(boris)
    assert "please tell them yourself" in client.get(reverse("reports:team")).content.decode()


def test_the_queries_do_not_grow_with_the_team(
    client: Client,
    version: CourseVersion,
    ward: Department,
    boris: Employee,
    hana: Employee,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_late(version, *[make_employee(department=ward, manager=boris) for _ in range(12)], by=hana)
    client.force_login(boris)
    # session, person, roles, the manager's clock; people, who is stuck, their courses
    with django_assert_num_queries(7):
        client.get(reverse("reports:team"))
