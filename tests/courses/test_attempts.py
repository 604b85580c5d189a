"""Attempts at a quiz: limits, drawing, saving, handing in, grants."""

import pytest

from courses import kinds
from courses.errors import AlreadyPassed, AttemptClosed, NoAttemptsLeft, NotYet, StillHasAttempts, Unanswered
from courses.models import Answer, AttemptGrant
from courses.selectors.attempts import answers_of, paper, review
from courses.services.attempts import grant_attempt, save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import answer_all, read_up_to_check, step_of, take_quiz
from tests.factories import NOW, make_course


def test_two_starts_give_one_attempt(ada: Employee) -> None:
    version = make_course()
    enrollment = read_up_to_check(version, ada)
    check = step_of(version, "final-check")
    assert start_attempt(enrollment, check, now=NOW) == start_attempt(enrollment, check, now=NOW)


def test_the_check_opens_only_after_what_stands_before_it(ada: Employee) -> None:
    version = make_course()
    enrollment = start_course(version.course, employee=ada, now=NOW)
    with pytest.raises(NotYet):
        start_attempt(enrollment, step_of(version, "final-check"), now=NOW)


def test_the_limit_counts_attempts_and_a_grant_gives_one_more(ada: Employee, boris: Employee) -> None:
    version = make_course(attempts_limit=2)
    enrollment = read_up_to_check(version, ada)
    check = step_of(version, "final-check")
    with pytest.raises(StillHasAttempts):
        grant_attempt(enrollment, check, by=boris, reason="Asked for it", now=NOW)
    for _go in range(2):
        assert take_quiz(enrollment, check, choice="b").is_passed is False
    with pytest.raises(NoAttemptsLeft):
        start_attempt(enrollment, check, now=NOW)
    grant_attempt(enrollment, check, by=boris, reason="Asked for it", now=NOW)
    with pytest.raises(StillHasAttempts):
        grant_attempt(enrollment, check, by=boris, reason="Asked for it", now=NOW)
    assert AttemptGrant.objects.count() == 1
    assert take_quiz(enrollment, check).is_passed is True


def test_a_passed_check_cannot_be_started_again(ada: Employee) -> None:
    version = make_course()
    enrollment = read_up_to_check(version, ada)
    check = step_of(version, "final-check")
    take_quiz(enrollment, check)
    type(enrollment).objects.filter(pk=enrollment.pk).update(closed_at=None)
    with pytest.raises(AlreadyPassed):
        start_attempt(enrollment, check, now=NOW)


def test_the_same_seed_draws_the_same_paper_and_another_seed_another(ada: Employee) -> None:
    check = step_of(make_course(questions=8), "final-check")
    assert paper(check, 1) == paper(check, 1)
    assert [q.pk for q in paper(check, 1)] != [q.pk for q in paper(check, 2)]
    assert {q.pk for q in paper(check, 1)} == {q.pk for q in paper(check, 2)}


def test_a_later_answer_replaces_the_earlier_until_handing_in(ada: Employee) -> None:
    version = make_course()
    enrollment = read_up_to_check(version, ada)
    check = step_of(version, "final-check")
    attempt = start_attempt(enrollment, check, now=NOW)
    first = paper(check, attempt.seed)[0]
    save_answer(attempt, first, {"answer": ["b"]}, now=NOW)
    save_answer(attempt, first, {"answer": ["a"]}, now=NOW)
    assert list(answers_of(attempt).values()) == [["a"]]
    answer_all(attempt, check)
    submit_attempt(attempt, check, now=NOW)
    with pytest.raises(AttemptClosed):
        save_answer(attempt, first, {"answer": ["b"]}, now=NOW)
    assert Answer.objects.filter(attempt=attempt, given=["a"]).count() == 4


@pytest.mark.parametrize("values", [[], ["z"], ["a", "b"], ["a" * 1_000_000], ["\x00"], ["-1"]])
def test_what_is_no_answer_is_refused_and_nothing_is_saved(ada: Employee, values: list[str]) -> None:
    version = make_course()
    attempt = start_attempt(read_up_to_check(version, ada), step_of(version, "final-check"), now=NOW)
    question = paper(step_of(version, "final-check"), attempt.seed)[0]
    with pytest.raises(kinds.Refused):
        save_answer(attempt, question, {"answer": values}, now=NOW)
    assert not Answer.objects.filter(attempt=attempt).exists()


def test_handing_in_with_open_questions_is_refused_with_their_places(ada: Employee) -> None:
    version = make_course()
    check = step_of(version, "final-check")
    attempt = start_attempt(read_up_to_check(version, ada), check, now=NOW)
    save_answer(attempt, paper(check, attempt.seed)[1], {"answer": ["a"]}, now=NOW)
    with pytest.raises(Unanswered) as refusal:
        submit_attempt(attempt, check, now=NOW)
    assert refusal.value.numbers == [1, 3, 4]


def test_handing_in_twice_returns_the_first_result(ada: Employee) -> None:
    version = make_course()
    enrollment = read_up_to_check(version, ada)
    check = step_of(version, "final-check")
    first = take_quiz(enrollment, check, choice="b")
    again = submit_attempt(first, check, now=NOW.replace(hour=20))
    assert (again.score, again.submitted_at) == (first.score, first.submitted_at)


@pytest.mark.parametrize(("wrong", "score", "passed"), [(0, 100, True), (1, 75, True), (2, 50, False)])
def test_the_pass_mark_decides(ada: Employee, wrong: int, score: int, passed: bool) -> None:
    version = make_course()
    check = step_of(version, "final-check")
    attempt = start_attempt(read_up_to_check(version, ada), check, now=NOW)
    for question in paper(check, attempt.seed):
        save_answer(attempt, question, {"answer": ["b" if question.place <= wrong else "a"]}, now=NOW)
    attempt = submit_attempt(attempt, check, now=NOW)
    assert (attempt.score, attempt.is_passed) == (score, passed)


def test_an_open_attempt_has_no_review(ada: Employee) -> None:
    version = make_course()
    check = step_of(version, "final-check")
    attempt = start_attempt(read_up_to_check(version, ada), check, now=NOW)
    with pytest.raises(ValueError, match="still open"):
        review(attempt, check)


def test_a_failed_check_explains_what_was_chosen_and_keeps_the_rest(ada: Employee) -> None:
    version = make_course()
    check = step_of(version, "final-check")
    failed = take_quiz(read_up_to_check(version, ada), check, choice="b")
    for item in review(failed, check):
        assert [choice["key"] for choice in item.shown["choices"]] == ["b"]
