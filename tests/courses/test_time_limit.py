"""The rule of a time limit: when it ends, what still counts, and how much more there is."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses import time_limit
from courses.content import RulesContent
from courses.errors import TimeIsOver
from courses.models import Attempt
from courses.models.content import content_of
from courses.packs import read_pack
from courses.selectors.attempts import answers_of, paper
from courses.services.attempts import save_answer, start_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import step_of
from tests.factories import NOW
from tests.support.courses import SHORT_PACK, publish_course, write_pack
from tests.support.quizzes import course_with, graded

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
WHOLE = NOW.replace(second=0, microsecond=0)


def test_an_attempt_ends_with_a_full_minute() -> None:
    assert time_limit.due_at(WHOLE, 20) == WHOLE + 20 * MINUTE
    assert time_limit.due_at(WHOLE + SECOND, 20) == WHOLE + 21 * MINUTE
    assert time_limit.due_at(WHOLE, None) is None


def test_answers_are_taken_ten_seconds_longer_than_there_is_time() -> None:
    due = WHOLE + 20 * MINUTE
    for seconds, is_over, takes in ((-1, False, True), (0, True, True), (10, True, True), (11, True, False)):
        at = due + seconds * SECOND
        assert (time_limit.is_over(due, at), time_limit.takes_answers(due, at)) == (is_over, takes)
    assert not time_limit.is_over(None, due)
    assert time_limit.takes_answers(None, due)


@given(st.integers(1, 480))
def test_ten_extensions_double_the_time(minutes: int) -> None:
    end = WHOLE
    for _time in range(10):
        assert time_limit.extended(end, minutes) >= end + MINUTE
        end = time_limit.extended(end, minutes)
    if minutes % 10 == 0:
        assert end == WHOLE + minutes * MINUTE


def test_a_quiz_file_states_its_limit(tmp_path: Path, db: None) -> None:
    name = "courses/short/01-first/02-check.quiz.yaml"
    text = SHORT_PACK[name].replace("attempts: 3\n", "attempts: 3\ntime_limit_minutes: 20\nextensions: 0\n")
    content = read_pack(write_pack(tmp_path, **{name: text})).courses[0]
    assert content.modules[0].steps[1].rules == RulesContent(time_limit_minutes=20, extensions=0)
    assert content_of(publish_course(content)) == content


def test_the_end_is_stored_when_an_attempt_begins(db: None, ada: Employee) -> None:
    timed = publish_course(course_with(graded(rules=RulesContent(time_limit_minutes=20))))
    free = publish_course(course_with(graded(), slug="free"))
    for version, due in ((timed, WHOLE + 20 * MINUTE), (free, None)):
        enrollment = start_course(version.course, employee=ada, now=WHOLE)
        start_attempt(enrollment, step_of(version, "check"), now=WHOLE)
        assert start_attempt(enrollment, step_of(version, "check"), now=WHOLE + 5 * MINUTE).due_at == due
    assert Attempt.objects.count() == 2


@pytest.fixture
def attempt(db: None, ada: Employee) -> Attempt:
    """Twenty minutes from WHOLE on, for four questions."""
    version = publish_course(course_with(graded(rules=RulesContent(time_limit_minutes=20))))
    return start_attempt(start_course(version.course, employee=ada, now=WHOLE), step_of(version, "check"), now=WHOLE)


def test_an_answer_that_comes_too_late_is_refused_and_those_before_stay(attempt: Attempt) -> None:
    first, second, *_rest = paper(step_of(attempt.enrollment.version, "check"), attempt.seed)
    over = WHOLE + 20 * MINUTE
    save_answer(attempt, first, {"answer": ["a"]}, now=over + 10 * SECOND)
    for question in (first, second):
        with pytest.raises(TimeIsOver, match="Time was over before this arrived"):
            save_answer(attempt, question, {"answer": ["b"]}, now=over + 11 * SECOND)
    assert answers_of(attempt) == {first.pk: ["a"]}
