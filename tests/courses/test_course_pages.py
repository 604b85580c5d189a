"""Catalog, overview, lessons and the last page, as a learner meets them."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Completion, Enrollment, FinishedStep
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import complete, read_up_to_check
from tests.factories import NOW, make_course

LESSON = ("handwashing", "basics", "why")


def test_any_published_course_stands_in_the_catalog(client: Client, mallory: Employee) -> None:
    make_course()
    client.force_login(mallory)
    assert "Handwashing" in client.get(reverse("courses:catalog")).content.decode()


def test_an_empty_catalog_says_so(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    assert "No courses yet" in client.get(reverse("courses:catalog")).content.decode()


def test_starting_leads_to_the_first_lesson(client: Client, ada: Employee) -> None:
    make_course()
    client.force_login(ada)
    response = client.post(reverse("courses:start", args=["handwashing"]))
    assert response["Location"] == reverse("courses:step", args=LESSON)


def test_a_lesson_continues_to_the_next_step(client: Client, ada: Employee) -> None:
    version = make_course()
    start_course(version.course, employee=ada, now=NOW)
    client.force_login(ada)
    assert "Because." in client.get(reverse("courses:step", args=LESSON)).content.decode()
    response = client.post(reverse("courses:finish", args=LESSON))
    assert response["Location"] == reverse("courses:step", args=["handwashing", "basics", "practice"])


def test_a_double_click_on_continue_is_one_fact(client: Client, ada: Employee) -> None:
    version = make_course()
    start_course(version.course, employee=ada, now=NOW)
    client.force_login(ada)
    for _click in range(2):
        assert client.post(reverse("courses:finish", args=LESSON)).status_code == 302
    assert FinishedStep.objects.count() == 1


def test_a_step_of_a_course_that_was_not_started_leads_to_its_overview(client: Client, ada: Employee) -> None:
    make_course()
    client.force_login(ada)
    response = client.get(reverse("courses:step", args=LESSON))
    assert response["Location"] == reverse("courses:overview", args=["handwashing"])
    assert client.post(reverse("courses:finish", args=LESSON)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/courses/no-such-course/",
        "/courses/no-such-course/done/",
        "/courses/handwashing/basics/nothing/",
        "/courses/handwashing/nothing/why/",
        "/courses/handwashing/basics/practice/1/",
        "/courses/handwashing/basics/practice/1/1/",
        "/courses/handwashing/basics/why/1/1/",
        "/courses/handwashing/basics/practice/99999999999999999999/1/",
        "/courses/%00/",
        "/courses/handwashing/basics/practice/-1/",
    ],
)
def test_what_does_not_exist_is_a_404(client: Client, ada: Employee, path: str) -> None:
    version = make_course()
    start_course(version.course, employee=ada, now=NOW)
    client.force_login(ada)
    response = client.get(path)
    if path.endswith("no-such-course/done/"):
        assert response["Location"].endswith("/courses/no-such-course/")
    else:
        assert response.status_code == 404


def test_reading_changes_nothing(client: Client, ada: Employee) -> None:
    make_course()
    client.force_login(ada)
    client.get(reverse("courses:overview", args=["handwashing"]))
    assert not Enrollment.objects.exists()
    assert client.get(reverse("courses:start", args=["handwashing"])).status_code == 405


def test_an_old_start_button_leads_to_the_last_page(client: Client, ada: Employee) -> None:
    complete(make_course(), ada)
    client.force_login(ada)
    for old in ({}, {"after": "not-a-uuid"}, {"after": str(uuid4())}):
        response = client.post(reverse("courses:start", args=["handwashing"]), old)
        assert response["Location"] == reverse("courses:done", args=["handwashing"])
    assert Enrollment.objects.count() == 1


def test_a_newer_version_can_be_taken_from_the_overview(client: Client, ada: Employee) -> None:
    completion = complete(make_course(), ada)
    newer = make_course(number=2)
    client.force_login(ada)
    page = client.get(reverse("courses:overview", args=["handwashing"])).content.decode()
    assert f'value="{completion.uuid}"' in page
    client.post(reverse("courses:start", args=["handwashing"]), {"after": str(completion.uuid)})
    assert Enrollment.objects.open().get().version == newer


def test_the_last_page_names_the_course_and_the_day(client: Client, ada: Employee) -> None:
    complete(make_course(), ada)
    client.force_login(ada)
    page = client.get(reverse("courses:done", args=["handwashing"])).content.decode()
    assert "Handwashing" in page
    assert "Nov. 24, 2026" in page


def test_the_last_page_opens_only_at_the_end(client: Client, ada: Employee) -> None:
    read_up_to_check(make_course(), ada)
    client.force_login(ada)
    response = client.get(reverse("courses:done", args=["handwashing"]))
    assert response["Location"] == reverse("courses:overview", args=["handwashing"])
    assert not Completion.objects.exists()


def test_a_finished_course_can_be_read_again_on_its_version(client: Client, ada: Employee) -> None:
    complete(make_course(), ada)
    make_course(number=2)
    client.force_login(ada)
    page = client.get(reverse("courses:overview", args=["handwashing"])).content.decode()
    assert "You finished this course" in page
    assert "There is a newer version" in page
    assert client.get(reverse("courses:step", args=LESSON)).status_code == 200
