"""What is shown of a closed attempt, as the author of the quiz says."""

import html
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from courses.content import RulesContent
from courses.grading import Review
from courses.kinds import KINDS, kind_of
from courses.models import Attempt
from courses.models.content import content_of
from courses.packs import read_pack
from courses.selectors.attempts import paper, review
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import step_of
from tests.factories import NOW
from tests.support.all_kinds import question_of, right_answer, wrong_answer
from tests.support.courses import SHORT_PACK, publish_course, write_pack
from tests.support.quizzes import course_with, graded

MARK = "SECRET"
CHECK = ("one-quiz", "only", "check")


def handed_in(employee: Employee, rules: RulesContent, *, is_right: bool, kinds: tuple[str, ...]) -> Attempt:
    """One attempt at a quiz with a question of each of these kinds; what is secret in them holds MARK."""
    questions = tuple(question_of(name, mark=f" {MARK}") for name in kinds)
    version = publish_course(course_with(graded(questions=questions, rules=rules)))
    step = step_of(version, "check")
    attempt = start_attempt(start_course(version.course, employee=employee, now=NOW), step, now=NOW)
    answer = right_answer if is_right else wrong_answer
    keys = {one.key: one.key_body for one in questions}
    for one in paper(step, attempt.seed):
        save_answer(attempt, one, answer(one.kind, one.body, keys[one.key]), now=NOW)
    return submit_attempt(attempt, step, now=NOW)


def result_of(client: Client, attempt: Attempt) -> str:
    client.force_login(attempt.enrollment.employee)
    return client.get(reverse("courses:quiz-result", args=[*CHECK, attempt.number])).content.decode()


def test_each_review_shows_what_the_one_before_shows() -> None:
    assert [(a.shows(b), b.shows(a)) for a, b in pairwise(Review)] == [(False, True)] * 4


@pytest.mark.parametrize("level", Review)
@pytest.mark.parametrize("is_right", [True, False])
def test_the_page_shows_as_much_as_the_author_says(
    client: Client, ada: Employee, level: Review, is_right: bool
) -> None:
    other = Review.NOTHING if level is Review.ANSWERS else Review.ANSWERS
    failed, passed = (other, level) if is_right else (level, other)
    rules = RulesContent(review_failed=failed, review_passed=passed)
    attempt = handed_in(ada, rules, is_right=is_right, kinds=("single", "true_false"))
    page = result_of(client, attempt)
    assert ("You passed" if is_right else "Not passed yet") in page
    assert ("percent right" in page) == level.shows_score
    assert (">Right<" in page or ">Not right<" in page) == level.shows_questions
    assert (MARK in page) == level.explains
    assert ("What stands around the face points to people too" in page) == (
        level is Review.ANSWERS or (level.explains and not is_right)
    )
    overview = client.get(reverse("courses:step", args=CHECK)).content.decode()
    assert (f"{attempt.score} percent" in overview) == level.shows_score


@pytest.mark.parametrize("name", KINDS)
def test_right_or_wrong_gives_away_no_key_and_no_feedback_of_any_kind(client: Client, ada: Employee, name: str) -> None:
    rules = RulesContent(review_failed=Review.RIGHT_OR_WRONG)
    # With a question that counts, so that the attempt fails also where the kind's own question does not count.
    attempt = handed_in(ada, rules, is_right=False, kinds=(name, *({"single"} - {name})))
    page = result_of(client, attempt)
    assert attempt.is_passed is False
    assert MARK not in page
    assert "Your answer" not in page.replace("Your answers", "")


def test_a_mandatory_question_is_not_spoken_of_where_only_the_result_may_be(client: Client, ada: Employee) -> None:
    questions = tuple(replace(question_of(name), is_mandatory=name == "single") for name in ("single", "true_false"))
    rules = RulesContent(review_failed=Review.NOTHING)
    version = publish_course(course_with(graded(questions=questions, pass_mark=50, rules=rules)))
    step = step_of(version, "check")
    attempt = start_attempt(start_course(version.course, employee=ada, now=NOW), step, now=NOW)
    for one in paper(step, attempt.seed):
        key_body = next(q.key_body for q in questions if q.key == one.key)
        answer = wrong_answer if one.is_mandatory else right_answer
        save_answer(attempt, one, answer(one.kind, one.body, key_body), now=NOW)
    attempt = submit_attempt(attempt, step, now=NOW)
    page = result_of(client, attempt)
    assert attempt.missed_a_mandatory_question
    assert "Not passed yet" in page
    assert "percent" not in page
    assert "has to be right" not in page
    assert review(attempt, step) == ()


def test_the_rules_come_from_the_file_and_back_from_the_rows(tmp_path: Path, db: None) -> None:
    name = "courses/short/01-first/02-check.quiz.yaml"
    text = SHORT_PACK[name].replace("attempts: 3\n", "attempts: 3\nreview:\n  failed: score\n")
    content = read_pack(write_pack(tmp_path, **{name: text})).courses[0]
    assert content.modules[0].steps[1].rules == RulesContent(review_failed="score")
    assert content_of(publish_course(content)) == content


@pytest.mark.parametrize("level", Review)
@pytest.mark.parametrize("name", KINDS)
def test_of_every_kind_a_failed_attempt_and_the_next_one_tell_no_more_than_is_due(
    client: Client, ada: Employee, name: str, level: Review
) -> None:
    question = question_of(name, mark=f" {MARK}")
    attempt = handed_in(ada, RulesContent(review_failed=level), is_right=False, kinds=(name, *({"single"} - {name})))
    due = set()
    if level.explains:
        given = attempt.answers.get(question__key=question.key).given
        feedback = kind_of(name).feedback(given, question.body, question.key_body, shows_all=level is Review.ANSWERS)
        due = {text for text in texts_in(feedback) if MARK in text}
    secrets = {text for text in texts_in(question.key_body) if MARK in text}
    page = html.unescape(result_of(client, attempt))
    told = {text for text in secrets if text in page}
    assert told <= due
    assert bool(told) == (level is Review.ANSWERS) or level is Review.EXPLANATIONS
    again = start_attempt(attempt.enrollment, step_of(attempt.enrollment.version, "check"), now=NOW)
    for place in range(1, len({name, "single"}) + 1):
        asked = client.get(reverse("courses:question", args=[*CHECK, again.number, place]))
        assert (asked.status_code, MARK in asked.content.decode()) == (200, False)
    assert MARK not in client.get(reverse("courses:step", args=CHECK)).content.decode()


def texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in texts_in(inner)]
    return [value] if isinstance(value, str) else []
