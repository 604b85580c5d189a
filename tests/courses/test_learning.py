"""Starting a course, its lessons, and finishing it."""

from datetime import date, timedelta

import pytest

from courses.errors import AlreadyFinished, CourseNotOpen, NotPublished
from courses.models import Completion, CourseVersion, Enrollment, FinishedStep
from courses.selectors.progress import progress_of
from courses.services.completing import valid_until
from courses.services.learning import finish_lesson, start_course
from courses.signals import course_completed
from people.models import Employee
from tests.courses.learner import complete, read_up_to_check, step_of, take_quiz
from tests.factories import NOW, make_course


def test_starting_twice_gives_one_passage(ada: Employee) -> None:
    version = make_course()
    first = start_course(version.course, employee=ada, now=NOW)
    assert start_course(version.course, employee=ada, now=NOW) == first
    assert Enrollment.objects.count() == 1


def test_a_passage_stays_on_its_version_when_a_new_one_appears(ada: Employee) -> None:
    old = make_course()
    enrollment = start_course(old.course, employee=ada, now=NOW)
    make_course(number=2)
    assert start_course(old.course, employee=ada, now=NOW) == enrollment
    assert enrollment.version == old


def test_a_course_with_only_drafts_cannot_be_started(ada: Employee) -> None:
    version = make_course()
    course = version.course
    draft = CourseVersion.objects.create(
        course=type(course).objects.create(slug="draft", created_at=NOW),
        number=1,
        title="Draft",
        summary="",
        minutes=1,
        pass_mark=80,
        digest="",
        created_at=NOW,
    )
    with pytest.raises(NotPublished):
        start_course(draft.course, employee=ada, now=NOW)


def test_continue_leads_to_the_first_step_that_is_open(ada: Employee) -> None:
    version = make_course()
    enrollment = start_course(version.course, employee=ada, now=NOW)
    finish_lesson(enrollment, step_of(version, "how"), now=NOW)
    following = progress_of(enrollment).next_step
    assert following is not None
    assert following.slug == "why"


def test_finishing_a_lesson_twice_is_one_fact(ada: Employee) -> None:
    version = make_course()
    enrollment = start_course(version.course, employee=ada, now=NOW)
    for _click in range(2):
        finish_lesson(enrollment, step_of(version, "why"), now=NOW)
    assert FinishedStep.objects.count() == 1


def test_the_last_step_completes_the_course_once_and_tells_the_floors_above(ada: Employee) -> None:
    version = make_course()
    told: list[Completion] = []

    def listen(completion: Completion, **_rest: object) -> None:
        told.append(completion)

    course_completed.connect(listen)
    try:
        completion = complete(version, ada)
    finally:
        course_completed.disconnect(listen)
    assert told == [completion]
    assert (completion.score, completion.digest) == (100, version.digest)
    assert completion.enrollment.closed_at == NOW


def test_the_day_of_completion_is_the_day_at_the_persons_site(ada: Employee) -> None:
    after_midnight_utc = NOW.replace(hour=2)
    completion = complete(make_course(), ada, now=after_midnight_utc)
    assert completion.completed_on == after_midnight_utc.date() - timedelta(days=1)


def test_taking_a_course_again_on_purpose_is_a_new_passage(ada: Employee) -> None:
    version = make_course()
    completion = complete(version, ada)
    again = start_course(version.course, employee=ada, now=NOW, after=completion.uuid)
    assert again != completion.enrollment


def test_a_page_from_before_finishing_does_not_begin_the_course_again(ada: Employee) -> None:
    version = make_course()
    complete(version, ada)
    with pytest.raises(AlreadyFinished):
        start_course(version.course, employee=ada, now=NOW)
    assert Enrollment.objects.count() == 1


def test_a_finished_passage_takes_no_more_lessons(ada: Employee) -> None:
    version = make_course()
    enrollment = complete(version, ada).enrollment
    finish_lesson(enrollment, step_of(version, "why"), now=NOW)  # already read: a calm nothing
    FinishedStep.objects.filter(step__slug="why").delete()
    with pytest.raises(CourseNotOpen):
        finish_lesson(enrollment, step_of(version, "why"), now=NOW)


def test_everything_but_the_check_leaves_the_course_open(ada: Employee) -> None:
    version = make_course()
    enrollment = read_up_to_check(version, ada)
    assert not Completion.objects.exists()
    take_quiz(enrollment, step_of(version, "final-check"), choice="b")
    assert not Completion.objects.exists()


@pytest.mark.parametrize(
    ("day", "months", "until"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 24), 12, date(2027, 11, 24)),
        (date(2026, 11, 24), None, None),
    ],
)
def test_how_long_a_completion_counts(day: date, months: int | None, until: date | None) -> None:
    assert valid_until(day, months) == until
