"""Saving at the same moment as another device saves, or as the attempt is handed in or runs out of time."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from courses.errors import AnsweredElsewhere, AttemptClosed, TimeIsOver
from courses.models import Answer, Attempt
from courses.selectors.attempts import PaperQuestion, paper
from courses.selectors.outline import StepOutline
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.learner import answer_all, step_of
from tests.factories import NOW, make_course
from tests.support.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
needs_row_locks = pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
Begin = Callable[[], Attempt]
REFUSED = (AnsweredElsewhere, AttemptClosed)


@pytest.fixture
def begin(ada: Employee) -> Begin:
    """Starts another attempt at the practice, which may be taken as often as one likes."""
    enrollment = start_course(make_course().course, employee=ada, now=NOW)
    quiz = step_of(enrollment.version, "practice")

    def start() -> Attempt:
        return start_attempt(enrollment, quiz, now=NOW)

    return start


def quiz_of(attempt: Attempt) -> StepOutline:
    return step_of(attempt.enrollment.version, "practice")


def first_of(attempt: Attempt) -> PaperQuestion:
    return paper(quiz_of(attempt), attempt.seed)[0]


races = partial(at_once, refused=REFUSED)


def answering(attempt: Attempt, question: PaperQuestion, choice: str, seen: int) -> Callable[[], Answer]:
    return partial(save_answer, attempt, question, {"answer": [choice]}, now=NOW, seen=seen)


@pytest.mark.parametrize("stored", [0, 1], ids=["the first answer", "another answer"])
def test_of_devices_that_answer_at_once_one_wins_and_the_other_is_told(begin: Begin, stored: int) -> None:
    for _round in range(6):
        attempt = begin()
        question = first_of(attempt)
        Answer.objects.filter(attempt=attempt).delete()
        if stored:
            save_answer(attempt, question, {"answer": ["a"]}, now=NOW)
        answers = races(*(answering(attempt, question, choice, stored) for choice in ("b", "c")))
        row = Answer.objects.get(attempt=attempt)
        (winner,) = (one for one in answers if isinstance(one, Answer))
        assert (winner.given, winner.revision) == (row.given, row.revision) == (row.given, stored + 1)
        (refusal,) = (one for one in answers if isinstance(one, AnsweredElsewhere))
        assert (refusal.revision, refusal.given) == (row.revision, row.given)


def test_devices_that_say_the_same_at_once_are_all_right(begin: Begin) -> None:
    attempt = begin()
    question = first_of(attempt)
    answers = races(*[answering(attempt, question, "a", 0)] * 4)
    assert [(one.given, one.revision) for one in answers] == [(["a"], 1)] * 4
    assert Answer.objects.get(attempt=attempt).revision == 1


def hand_in_after(pause: float, attempt: Attempt, quiz: StepOutline) -> Attempt:
    time.sleep(pause)
    return submit_attempt(attempt, quiz, now=NOW)


def test_an_answer_at_the_moment_of_handing_in_is_counted_or_refused(begin: Begin) -> None:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    rng = random.Random(seed)
    taken = 0
    for _round in range(10):
        attempt = begin()
        quiz, question = quiz_of(attempt), first_of(attempt)
        answer_all(attempt, quiz)
        hand_in = partial(hand_in_after, rng.uniform(0, 0.02), attempt, quiz)
        saved, graded = races(answering(attempt, question, "b", 1), hand_in)
        row = Answer.objects.get(attempt=attempt, question_id=question.pk)
        if isinstance(saved, Answer):
            taken += 1
            assert (row.given, row.revision, row.points) == (["b"], 2, 0)
            assert graded.score < 100
        else:
            assert isinstance(saved, AttemptClosed)
            assert (row.given, row.revision, row.points) == (["a"], 1, 100)
            assert graded.score == 100
    print(f"{taken} of 10 were counted")


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[Callable[[], Any]]:
    """The act runs in a transaction that is not over before the block is; what is yielded waits for its end."""
    is_done, may_end = Event(), Event()

    def hold() -> Any:
        try:
            with transaction.atomic():
                answer = act()
                is_done.set()
                assert may_end.wait(30)
            return answer
        finally:
            is_done.set()
            connection.close()

    def end() -> Any:
        may_end.set()
        return held.result(30)

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        assert is_done.wait(30)
        try:
            yield end
        finally:
            may_end.set()


def waits(act: Callable[[], Any], end: Callable[[], Any]) -> Any:
    """What the act answers. It has to wait until the other one has ended."""

    def run() -> Any:
        try:
            return act()
        except REFUSED as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(run)
        time.sleep(0.5)
        assert not running.done()
        end()
        return running.result(30)


@needs_row_locks
def test_handing_in_waits_for_an_answer_that_is_being_stored_and_counts_it(begin: Begin) -> None:
    attempt = begin()
    quiz, question = quiz_of(attempt), first_of(attempt)
    answer_all(attempt, quiz)
    with meanwhile(answering(attempt, question, "b", 1)) as end:
        graded = waits(lambda: submit_attempt(attempt, quiz, now=NOW), end)
    assert graded.score < 100
    assert Answer.objects.get(attempt=attempt, question_id=question.pk).points == 0


@needs_row_locks
@pytest.mark.parametrize("is_new", [False, True])
def test_an_answer_that_comes_while_the_attempt_is_handed_in_is_refused(begin: Begin, is_new: bool) -> None:
    attempt = begin()
    quiz, question = quiz_of(attempt), first_of(attempt)
    answer_all(attempt, quiz)
    if is_new:
        Answer.objects.filter(attempt=attempt, question_id=question.pk).delete()

    def hand_in() -> None:
        if is_new:  # as when the time is over, which leaves questions open
            Attempt.objects.filter(pk=attempt.pk).update(submitted_at=NOW, score=0, is_passed=False)
        else:
            submit_attempt(attempt, quiz, now=NOW)

    with meanwhile(hand_in) as end:
        refused = waits(answering(attempt, question, "b", 0 if is_new else 1), end)
    assert isinstance(refused, AttemptClosed)
    rows = Answer.objects.filter(attempt=attempt, question_id=question.pk)
    assert list(rows.values_list("given", "revision")) == ([] if is_new else [(["a"], 1)])


@needs_row_locks
def test_an_answer_that_waited_until_the_time_was_cut_is_too_late(begin: Begin) -> None:
    attempt = begin()
    question = first_of(attempt)
    late = NOW + timedelta(hours=1)
    with meanwhile(lambda: Attempt.objects.filter(pk=attempt.pk).update(due_at=NOW)) as end:
        refused = waits(lambda: save_answer(attempt, question, {"answer": ["a"]}, now=late, seen=0), end)
    assert isinstance(refused, TimeIsOver)
    assert not Answer.objects.filter(attempt=attempt).exists()


@needs_row_locks
def test_an_answer_that_waited_for_something_else_about_the_attempt_is_stored_with_its_place(begin: Begin) -> None:
    attempt = begin()
    question = first_of(attempt)
    more_time = Attempt.objects.filter(pk=attempt.pk)
    with meanwhile(lambda: more_time.update(due_at=NOW + timedelta(hours=1), extensions=1)) as end:
        saved = waits(answering(attempt, question, "a", 0), end)
    assert (saved.given, saved.revision) == (["a"], 1)
    attempt.refresh_from_db()
    assert (attempt.place, attempt.extensions) == (question.place, 1)
    assert Answer.objects.get(attempt=attempt).given == ["a"]
