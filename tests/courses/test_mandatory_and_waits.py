"""Questions that have to be right to pass, and the wait after an attempt that was not passed."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from courses.content import DrawContent, RulesContent
from courses.errors import NoAttemptsLeft, WaitFirst
from courses.grading import end_of_wait, is_passed
from courses.models import Attempt, CourseVersion, Enrollment
from courses.models.content import content_of
from courses.packs import read_pack
from courses.selectors.attempts import paper, waits_until
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from courses.templatetags.courses import minutes_in_words
from people.models import Employee
from tests.courses.learner import step_of, take_quiz
from tests.factories import NOW
from tests.support.courses import SHORT_PACK, publish_course, question, write_pack
from tests.support.quizzes import course_with, graded

MINUTE = timedelta(minutes=1)
CHECK = ("one-quiz", "only", "check")


def url(name: str, *more: int) -> str:
    return reverse(f"courses:{name}", args=[*CHECK, *more])


@pytest.fixture
def version(db: None) -> CourseVersion:
    """Four questions, of which g2 has to be right; 75 percent; 90 minutes between attempts, three of them."""
    questions = tuple(replace(question(f"g{at}"), is_mandatory=at == 2) for at in range(1, 5))
    rules = RulesContent(wait_minutes=90)
    return publish_course(course_with(graded(questions=questions, attempts_limit=3, rules=rules)))


@pytest.fixture
def enrollment(version: CourseVersion, ada: Employee) -> Enrollment:
    return start_course(version.course, employee=ada, now=NOW)


def hand_in(enrollment: Enrollment, *, wrong: str) -> Attempt:
    """One attempt with one wrong answer."""
    step = step_of(enrollment.version, "check")
    attempt = start_attempt(enrollment, step, now=NOW)
    for one in paper(step, attempt.seed):
        save_answer(attempt, one, {"answer": ["b" if one.key == wrong else "a"]}, now=NOW)
    return submit_attempt(attempt, step, now=NOW)


@pytest.mark.parametrize(("wrong", "passed"), [("g1", True), ("g2", False), ("none", True)])
def test_only_a_mandatory_question_decides_by_itself(enrollment: Enrollment, wrong: str, passed: bool) -> None:
    attempt = hand_in(enrollment, wrong=wrong)
    assert (attempt.score, attempt.is_passed) == (100 if wrong == "none" else 75, passed)
    assert attempt.missed_a_mandatory_question is not passed


@given(st.integers(0, 100), st.integers(1, 100), st.lists(st.integers(0, 100)))
def test_passing_takes_the_score_and_every_mandatory_question(score: int, mark: int, points: list[int]) -> None:
    assert is_passed(score, mark, points) == (score >= mark and points == [100] * len(points))


def test_mandatory_questions_come_on_every_paper_besides_what_is_drawn(db: None) -> None:
    questions = tuple(replace(question(f"g{at}"), is_mandatory=at in (2, 5)) for at in range(1, 8))
    step = step_of(
        publish_course(course_with(graded(questions=questions, rules=RulesContent((DrawContent(2),))))), "check"
    )
    assert (step.paper_length, step.mandatory) == (4, 2)
    for seed in range(50):
        keys = {one.key: one.is_mandatory for one in paper(step, seed)}
        assert len(keys) == 4
        assert {key for key, is_mandatory in keys.items() if is_mandatory} == {"g2", "g5"}


def test_a_draw_leaves_mandatory_questions_out_of_its_count(tmp_path: Path, db: None) -> None:
    name = "courses/short/01-first/02-check.quiz.yaml"
    text = SHORT_PACK[name].replace("  prompt: Which one?\n", "  prompt: Which one?\n  mandatory: true\n")
    text = text.replace("attempts: 3\n", "attempts: 3\nwait_minutes: 30\ndraw: [{count: 1}]\n")
    content = read_pack(write_pack(tmp_path, **{name: text})).courses[0]
    quiz = content.modules[0].steps[1]
    assert (quiz.questions[0].is_mandatory, quiz.questions[1].is_mandatory) == (True, False)
    assert quiz.rules == RulesContent((DrawContent(1),), 30)
    assert content_of(publish_course(content)) == content


def test_the_next_attempt_waits_to_the_minute(enrollment: Enrollment, version: CourseVersion) -> None:
    step = step_of(version, "check")
    assert waits_until(enrollment, step, now=NOW) is None
    take_quiz(enrollment, step, choice="b")
    until = NOW + 90 * MINUTE
    for at in (NOW, until - timedelta(seconds=1)):
        assert waits_until(enrollment, step, now=at) == until
        with pytest.raises(WaitFirst) as refusal:
            start_attempt(enrollment, step, now=at)
        assert refusal.value.until == until
    assert Attempt.objects.count() == 1
    attempt = start_attempt(enrollment, step, now=until)
    assert start_attempt(enrollment, step, now=until) == attempt  # an open one is gone on with, without a wait


def test_who_used_all_attempts_is_told_so_and_not_to_wait(enrollment: Enrollment, version: CourseVersion) -> None:
    step = step_of(version, "check")
    for day in range(3):
        take_quiz(enrollment, step, choice="b", now=NOW + timedelta(days=day))
    with pytest.raises(NoAttemptsLeft):
        start_attempt(enrollment, step, now=NOW + timedelta(days=2))


def test_a_wait_ends_with_a_full_minute() -> None:
    assert end_of_wait(NOW.replace(second=1), 5) == NOW.replace(second=0, microsecond=0) + 6 * MINUTE
    assert end_of_wait(NOW.replace(second=0, microsecond=0), 5) == NOW.replace(second=0, microsecond=0) + 5 * MINUTE


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (90, "90 minutes"), (60, "1 hour"), (120, "2 hours"), (1_440, "1 day"), (4_320, "3 days")],
)
def test_lengths_of_time_are_said_exactly(minutes: int, words: str) -> None:
    assert minutes_in_words(minutes) == words


def test_the_pages_say_what_has_to_be_right_and_how_long_to_wait(
    client: Client, ada: Employee, version: CourseVersion
) -> None:
    client.force_login(ada)
    client.post(reverse("courses:start", args=["one-quiz"]))
    page = client.get(url("step")).content.decode()
    assert "1 question has to be right to pass" in page
    assert "you can try again after 90 minutes" in page
    client.post(url("quiz-start"))
    attempt = Attempt.objects.get()
    for one in paper(step_of(version, "check"), attempt.seed):
        page = client.get(url("question", 1, one.place)).content.decode()
        assert ("Has to be right to pass" in page) == (one.key == "g2")
        client.post(url("question", 1, one.place), {"answer": "b" if one.key == "g2" else "a"})
    assert client.get(url("quiz-check", 1)).content.decode().count("Has to be right to pass") == 1
    result = client.post(url("quiz-submit", 1), follow=True).content.decode()
    assert "75 percent right, which is enough. But a question that has to be right was not." in result
    assert "You can try again from" in result
    assert "Try again</button>" not in result
    page = client.get(url("step")).content.decode()
    assert "You can try again from" in page
    assert "Try again</button>" not in page
    assert "You can try again from" in client.post(url("quiz-start"), follow=True).content.decode()
    assert Attempt.objects.count() == 1
