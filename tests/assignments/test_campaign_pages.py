"""HR's campaign pages: the form, the preview, the confirmation, the list."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from assignments.models import Assignment, Campaign
from courses.models import Course
from people.models import Department, Employee
from people.selectors import local_day
from tests.assignments.campaign import launch, named
from tests.factories import make_course, make_employee

HOSTILE = "<img src=x onerror=alert(1)>\"'&amp; 🩺 مرحبا"


@pytest.fixture
def course(db: None) -> Course:
    return make_course(title="Social media at work").course


@pytest.fixture
def due_on(hana: Employee) -> date:
    return local_day(hana, now=timezone.now()) + timedelta(days=10)


@pytest.fixture
def hr(client: Client, hana: Employee) -> Client:
    client.force_login(hana)
    return client


def order(course: Course, due_on: date, **more: Any) -> dict[str, Any]:
    return {"course": course.slug, "audience": "department", "due_on": due_on.isoformat(), **more}


def confirmation(page: Any) -> dict[str, str]:
    """The hidden fields of a preview page."""
    return {name: str(value) for name, value in page.context["hidden"]}


@pytest.mark.parametrize("name", ["assignments:campaigns", "assignments:new", "assignments:preview"])
@pytest.mark.parametrize("who", ["ada", "boris", "cleo", "root", "mallory"])
def test_only_hr_gets_in(client: Client, request: pytest.FixtureRequest, name: str, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name)).status_code == 403


def test_an_empty_list_leads_to_the_form(hr: Client) -> None:
    page = hr.get(reverse("assignments:campaigns")).content.decode()
    assert "Nothing is assigned yet" in page
    assert reverse("assignments:new") in page


def test_a_department_is_previewed_at_an_address(
    hr: Client, course: Course, ward: Department, ada: Employee, due_on: date
) -> None:
    answer = hr.post(reverse("assignments:new"), order(course, due_on, department=ward.uuid))
    assert answer.status_code == 302
    page = hr.get(answer["Location"]).content.decode()
    assert "1 person gets the course" in page
    assert "Ada Osei, E-0001" in page
    assert "Assign to 1 person" in page
    assert not Campaign.objects.exists()


def test_named_people_are_previewed_with_the_lines_that_name_nobody(
    hr: Client, course: Course, ada: Employee, due_on: date
) -> None:
    asked = order(course, due_on, audience="people", people="E-0001\r\n<b>nobody</b>")
    page = hr.post(reverse("assignments:new"), asked).content.decode()
    assert "Ada Osei, E-0001" in page
    assert "Line 2, “&lt;b&gt;nobody&lt;/b&gt;”: nobody has this number or address" in page


def test_confirming_assigns_and_shows_the_campaign(
    hr: Client, course: Course, ada: Employee, boris: Employee, due_on: date
) -> None:
    asked = order(course, due_on, audience="people", people="E-0001\r\nE-0002", note="Yearly")
    shown = hr.post(reverse("assignments:new"), asked)
    answer = hr.post(reverse("assignments:preview"), confirmation(shown), follow=True)
    campaign = Campaign.objects.get()
    assert answer.redirect_chain == [(reverse("assignments:campaign", args=[campaign.uuid]), 302)]
    assert "2 people, due" in answer.content.decode()
    assert "Yearly" in answer.content.decode()
    assert Assignment.objects.open().count() == 2


def test_two_tabs_or_a_double_click_have_one_effect(hr: Client, course: Course, ada: Employee, due_on: date) -> None:
    shown = hr.post(reverse("assignments:new"), order(course, due_on, audience="people", people="E-0001"))
    answers = [hr.post(reverse("assignments:preview"), confirmation(shown)) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Campaign.objects.count() == 1


def test_a_preview_that_is_no_longer_true_does_nothing_and_is_shown_anew(
    hr: Client, course: Course, ward: Department, ada: Employee, due_on: date
) -> None:
    shown = hr.get(reverse("assignments:preview"), order(course, due_on, department=ward.uuid))
    make_employee("Newcomer", department=ward)
    answer = hr.post(reverse("assignments:preview"), confirmation(shown))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Something changed after this page was made" in page
    assert "Assign to 2 people" in page
    assert not Campaign.objects.exists()
    assert hr.post(reverse("assignments:preview"), confirmation(answer)).status_code == 302


def test_nobody_to_assign_offers_no_button(hr: Client, course: Course, due_on: date) -> None:
    page = hr.post(reverse("assignments:new"), order(course, due_on, audience="people", people="E-404"))
    assert "Nobody is added." in page.content.decode()
    assert "Assign to" not in page.content.decode()
    assert hr.post(reverse("assignments:preview"), confirmation(page)).status_code == 422


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"course": ""}, "Choose a course."),
        ({"course": "no-such"}, "Choose one from the list."),
        ({"audience": ""}, "Choose a department or name people."),
        ({"department": ""}, "Choose a department."),
        ({"department": "not-an-id"}, "Choose one from the list."),
        ({"audience": "people", "people": " \r\n "}, "Name at least one person."),
        ({"due_on": ""}, "Choose a due date."),
        ({"due_on": "soon"}, "Write the due date as year-month-day"),
        ({"due_on": "2020-01-01"}, "The due date is in the past."),
        ({"note": "x" * 301}, "at most 300"),
    ],
)
def test_what_is_wrong_is_said_at_the_top_and_what_was_typed_is_kept(
    hr: Client, course: Course, ward: Department, due_on: date, change: dict[str, str], message: str
) -> None:
    asked = order(course, due_on, department=str(ward.uuid), note="Keep me") | change
    answers = [hr.post(reverse("assignments:new"), asked), hr.get(reverse("assignments:preview"), asked)]
    for answer in answers:
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "There is a problem" in page
        assert message in page
        assert "note" in change or "Keep me" in page
    assert not Campaign.objects.exists()


def test_changing_goes_back_to_the_form_with_the_answers(
    hr: Client, course: Course, ada: Employee, due_on: date
) -> None:
    shown = hr.post(reverse("assignments:new"), order(course, due_on, audience="people", people="E-0001"))
    answer = hr.post(reverse("assignments:new"), confirmation(shown) | {"change": "1"})
    assert answer.status_code == 200
    assert ">\nE-0001</textarea>" in answer.content.decode()
    assert f'value="{due_on.isoformat()}"' in answer.content.decode()


def test_a_hostile_name_is_shown_as_typed(hr: Client, course: Course, ward: Department, due_on: date) -> None:
    make_employee(HOSTILE, department=ward)
    page = hr.get(reverse("assignments:preview"), order(course, due_on, department=ward.uuid)).content.decode()
    assert escape(HOSTILE) in page
    assert HOSTILE not in page


def test_the_list_counts_what_became_of_each_campaign(
    hr: Client, course: Course, ada: Employee, boris: Employee, hana: Employee
) -> None:
    campaign = launch(course, named(ada, boris), by=hana)
    page = hr.get(reverse("assignments:campaigns")).content.decode()
    assert "Social media at work" in page
    assert "2 named people" in page
    assert f"campaign={campaign.uuid}&amp;state=open" in page


def test_an_unknown_campaign_is_not_found(hr: Client) -> None:
    assert hr.get("/hr/campaigns/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert hr.get("/hr/campaigns/nonsense/").status_code == 404
