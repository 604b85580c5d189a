"""Where somebody is in a lesson, and how long lessons take."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from courses import timing
from courses.models import Attempt, CourseVersion, Enrollment, FinishedStep, Reading, Step
from courses.selectors.outline import StepOutline
from courses.selectors.reading import Measured, minutes_measured, place_in
from courses.services.learning import finish_lesson, start_course
from courses.services.reading import keep_place
from people.models import Employee
from people.roles import Role
from tests.courses.learner import step_of, take_quiz
from tests.factories import NOW, make_employee
from tests.support.courses import publish_course, short_course

READ_ON = ("short-course", "second", "read-on")
SECOND = timedelta(seconds=1)


@pytest.fixture
def version(db: None) -> CourseVersion:
    course = short_course()
    text = "One.\n\n## Two\n\nTwo.\n\n## Three\n\nThree."
    first, second = course.modules
    lesson = replace(second.steps[0], text=text)
    return publish_course(replace(course, modules=(first, replace(second, steps=(lesson, second.steps[1])))))


@pytest.fixture
def lesson(version: CourseVersion) -> StepOutline:
    return step_of(version, "read-on")


@pytest.fixture
def passage(version: CourseVersion, ada: Employee) -> Enrollment:
    return start_course(version.course, employee=ada, now=NOW)


@pytest.fixture
def as_ada(client: Client, ada: Employee, passage: Enrollment) -> Client:
    client.force_login(ada)
    return client


def test_the_furthest_part_is_kept_and_offered(as_ada: Client) -> None:
    address = reverse("courses:place", args=READ_ON)
    page = as_ada.get(reverse("courses:step", args=READ_ON)).content.decode()
    assert "Continue where you left off" not in page
    assert f'data-place="{address}" data-kept="0"' in page
    for part in (2, 3, 1):
        assert as_ada.post(address, {"part": part}).status_code == 204
    assert Reading.objects.get().part == 3
    page = as_ada.get(reverse("courses:step", args=READ_ON)).content.decode()
    assert '<a href="#part-3">Continue where you left off</a>' in page
    assert 'id="part-3"' in page


@pytest.mark.parametrize("part", ["", "0", "-1", "x", "1.5", "99999999999999999999", "2\x00"])
def test_a_place_that_is_none_is_refused_and_nothing_is_kept(as_ada: Client, part: str) -> None:
    assert as_ada.post(reverse("courses:place", args=READ_ON), {"part": part}).status_code == 422
    assert not Reading.objects.exists()


def test_a_part_that_the_lesson_does_not_have_is_not_kept(as_ada: Client) -> None:
    assert as_ada.post(reverse("courses:place", args=READ_ON), {"part": 4}).status_code == 204
    assert not Reading.objects.exists()


def test_nobody_else_has_a_place_there(client: Client, mallory: Employee, passage: Enrollment) -> None:
    client.force_login(mallory)
    assert client.post(reverse("courses:place", args=READ_ON), {"part": 2}).status_code == 404
    assert client.get(reverse("courses:place", args=READ_ON)).status_code == 405


def test_a_finished_lesson_offers_no_place(as_ada: Client, passage: Enrollment, lesson: StepOutline) -> None:
    keep_place(passage, lesson, part=2, now=NOW)
    finish_lesson(passage, lesson, now=NOW)
    page = as_ada.get(reverse("courses:step", args=READ_ON)).content.decode()
    assert "Continue where you left off" not in page
    assert "data-place" not in page
    passage.closed_at = NOW
    keep_place(passage, lesson, part=3, now=NOW)
    assert place_in(passage, lesson.pk) == 2


def finish(client: Client, shown: str | None) -> None:
    fields = {} if shown is None else {"shown": shown}
    assert client.post(reverse("courses:finish", args=READ_ON), fields).status_code == 302


def test_the_time_from_the_page_to_the_click_is_kept_once(as_ada: Client) -> None:
    page = as_ada.get(reverse("courses:step", args=READ_ON))
    for _click in range(2):
        finish(as_ada, page.context["shown"])
    row = Reading.objects.get()
    assert row.seconds is not None
    assert 0 <= row.seconds < 60
    assert FinishedStep.objects.count() == 1


def test_reading_again_what_is_finished_is_not_measured(
    as_ada: Client, passage: Enrollment, lesson: StepOutline
) -> None:
    finish_lesson(passage, lesson, now=NOW)
    finish(as_ada, timing.mark(passage.pk, lesson.pk, now=NOW))
    assert not Reading.objects.exists()


@pytest.mark.parametrize("shown", [None, "", "forged", "x" * 400, "WzEsMl0:1vN:abc"])
def test_a_page_without_a_true_moment_finishes_the_lesson_unmeasured(as_ada: Client, shown: str | None) -> None:
    finish(as_ada, shown)
    assert FinishedStep.objects.count() == 1
    assert not Reading.objects.exists()


def test_the_moment_of_another_page_or_person_does_not_count() -> None:
    mark = timing.mark(1, 2, now=NOW)
    later = NOW + 90 * SECOND
    assert timing.seconds_since(mark, 1, 2, minutes=2, now=later) == 90
    assert timing.seconds_since(mark, 1, 3, minutes=2, now=later) is None
    assert timing.seconds_since(mark, 9, 2, minutes=2, now=later) is None
    assert timing.seconds_since(mark, 1, 2, minutes=2, now=NOW - SECOND) is None


@pytest.mark.parametrize(("minutes", "cap"), [(1, 600), (2, 600), (3, 720), (10, 2_400)])
def test_a_page_that_was_open_overnight_counts_as_the_cap(minutes: int, cap: int) -> None:
    mark = timing.mark(1, 2, now=NOW)
    for hours in (1, 14):
        assert timing.seconds_since(mark, 1, 2, minutes=minutes, now=NOW + timedelta(hours=hours)) == cap


def read_in(version: CourseVersion, seconds: list[int]) -> None:
    for each in seconds:
        passage = start_course(version.course, employee=make_employee(), now=NOW)
        finish_lesson(passage, step_of(version, "read-on"), now=NOW, seconds=each)


def test_no_figure_about_fewer_than_five_people(version: CourseVersion) -> None:
    step = Step.objects.get(slug="read-on")
    read_in(version, [60, 90, 600, 30])
    assert minutes_measured(step) is None
    read_in(version, [120])
    assert minutes_measured(step) == Measured(people=5, seconds=90)
    found = minutes_measured(step)
    assert found is not None
    assert found.minutes == 1.5


def test_one_person_counts_once_however_often_they_take_the_course(version: CourseVersion, ada: Employee) -> None:
    read_in(version, [60, 60, 60])
    step = Step.objects.get(slug="read-on")
    for seconds in (10, 500):
        passage = Enrollment.objects.create(
            employee=ada, course=version.course, version=version, started_at=NOW + seconds * SECOND, closed_at=NOW
        )
        Reading.objects.create(enrollment=passage, step=step, seconds=seconds, changed_at=NOW)
    assert minutes_measured(step) is None
    read_in(version, [20, 20])
    assert minutes_measured(step) == Measured(people=6, seconds=40)


def test_a_quiz_is_measured_by_its_first_attempts(version: CourseVersion) -> None:
    step = Step.objects.get(slug="practice")
    for minutes in (1, 2, 3, 4, 600):
        passage = start_course(version.course, employee=make_employee(), now=NOW)
        for later in (1, 100):
            attempt = take_quiz(passage, step_of(version, "practice"), now=NOW)
            Attempt.objects.filter(pk=attempt.pk).update(submitted_at=NOW + minutes * later * 60 * SECOND)
    assert minutes_measured(step) == Measured(people=5, seconds=180)


def test_an_administrator_sees_the_figure_beside_the_estimate(client: Client, version: CourseVersion) -> None:
    client.force_login(make_employee(roles=(Role.ADMINISTRATOR,)))
    address = reverse("admin:courses_step_change", args=[Step.objects.get(slug="read-on").pk])
    assert "No figure about fewer than five people." in client.get(address).content.decode()
    read_in(version, [60, 90, 600, 30, 120])
    assert "1.5, the median of 5 people" in client.get(address).content.decode()
