"""The employee's home: what is left, the one button, and what is done."""

from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from assignments.models import Assignment
from courses.models import CourseVersion
from courses.services.learning import finish_lesson, start_course
from people.models import Employee
from people.selectors import end_of_day, time_zone_of
from tests.courses.learner import complete, step_of
from tests.factories import make_course, make_employee
from trainingsite.home import due_in_words, greeting, how_many, to_do

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)


def assign(person: Employee, version: CourseVersion, due_on: date) -> Assignment:
    due_at = end_of_day(due_on, time_zone_of(person))
    return Assignment.objects.create(
        employee=person, course=version.course, due_on=due_on, due_at=due_at, assigned_at=NOW
    )


def page_of(client: Client, person: Employee) -> str:
    client.force_login(person)
    return client.get(reverse("home")).content.decode()


def test_the_most_urgent_comes_first_and_what_nobody_asked_for_last(ada: Employee) -> None:
    late, soon, later, own = (make_course(slug, title=slug) for slug in ("late", "soon", "later", "own"))
    start_course(own.course, employee=ada, now=NOW)
    assign(ada, later, TODAY + timedelta(days=40))
    assign(ada, soon, TODAY + timedelta(days=3))
    assign(ada, late, TODAY - timedelta(days=3))
    rows = to_do(ada, now=NOW, today=TODAY)
    assert [(row.title, row.badge, row.badge_text or row.status) for row in rows] == [
        ("late", "late", "3 days late"),
        ("soon", "soon", "Due Friday"),
        ("later", "", "Due Jan. 3, 2027"),
        ("own", "", "No due date"),
    ]


def test_a_course_that_is_assigned_and_begun_stands_there_once(ada: Employee) -> None:
    version = make_course()
    assign(ada, version, TODAY)
    enrollment = start_course(version.course, employee=ada, now=NOW)
    finish_lesson(enrollment, step_of(version, "why"), now=NOW)
    (row,) = to_do(ada, now=NOW, today=TODAY)
    assert row.progress is not None
    assert row.progress.percent == 25


def test_one_button_continues_what_was_begun(client: Client, ada: Employee) -> None:
    version, other = make_course(), make_course("other", title="Other")
    assign(ada, other, TODAY - timedelta(days=1))
    enrollment = start_course(version.course, employee=ada, now=NOW)
    finish_lesson(enrollment, step_of(version, "why"), now=NOW)
    page = page_of(client, ada)
    assert page.count("button-primary") == 1
    assert reverse("courses:step", args=["handwashing", "basics", "practice"]) in page
    assert "Two things to finish." in page


def test_an_assignment_that_was_not_begun_starts_from_home(client: Client, ada: Employee) -> None:
    assign(ada, make_course(), TODAY + timedelta(days=3))
    page = page_of(client, ada)
    assert f'action="{reverse("courses:start", args=["handwashing"])}"' in page


def test_what_is_done_names_its_certificate_and_the_task_is_gone(client: Client, ada: Employee) -> None:
    version = make_course()
    assign(ada, version, TODAY)
    completion = complete(version, ada)
    page = page_of(client, ada)
    assert "Nothing to finish." in page
    assert "Certificate " in page
    assert completion.certificate.shown_number in page


def test_with_nothing_at_all_the_page_points_to_the_courses(client: Client, ada: Employee) -> None:
    assert reverse("courses:catalog") in page_of(client, ada)


def test_somebody_elses_list_is_not_mine(client: Client, ada: Employee, mallory: Employee) -> None:
    assign(ada, make_course(title="Only for Ada"), TODAY)
    assert "Only for Ada" not in page_of(client, mallory)


def test_a_longer_list_costs_no_more_queries(
    client: Client, ada: Employee, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(12):
        version = make_course(f"course-{number}")
        assign(ada, version, TODAY + timedelta(days=number))
        if number % 2:
            start_course(version.course, employee=ada, now=NOW)
    page_of(client, ada)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        client.get(reverse("home"))


@pytest.mark.parametrize(
    "name", ['<b>Bo</b> "O\'Neil"', "Zoë 💙", "م" * 200, "x" * 200, "  two  spaces ", "Null{{ 7*7 }}"]
)
def test_names_are_shown_as_typed(db: None, client: Client, name: str) -> None:
    page = page_of(client, make_employee(name, called=name[:80]))
    heading = page.split("<h1>")[1].split("</h1>")[0].replace("<br>", "")
    assert f"{name[:80]}." in unescape(heading)
    assert "<b>Bo" not in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "1 day late"),
        (-30, "30 days late"),
        (0, "Due today"),
        (1, "Due tomorrow"),
        (6, "Due Monday"),
        (7, "Due Dec. 1, 2026"),
    ],
)
def test_due_dates_in_words(days: int, words: str) -> None:
    assert due_in_words(TODAY + timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("hour", "word"), [(3, "evening"), (4, "morning"), (11, "morning"), (12, "afternoon"), (18, "evening")]
)
def test_the_greeting_goes_by_the_clock(hour: int, word: str) -> None:
    person = Employee(name="Ada Osei", number="1")
    assert greeting(person, local=NOW.replace(hour=hour)) == f"Good {word}, Ada."


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "Nothing to finish."),
        (1, "One thing to finish."),
        (9, "Nine things to finish."),
        (12, "12 things to finish."),
    ],
)
def test_how_many_in_words(count: int, words: str) -> None:
    assert how_many(count) == words
