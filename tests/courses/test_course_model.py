"""A stateful model of two learners who start, read, answer and hand in: whatever the order, the limits hold."""

import contextlib
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from courses.errors import AlreadyFinished
from courses.models import Answer, Attempt, AttemptGrant, Completion, Enrollment, FinishedStep
from courses.selectors.attempts import paper
from courses.selectors.outline import outline_of
from courses.services.attempts import grant_attempt, save_answer, start_attempt, submit_attempt
from courses.services.learning import finish_lesson, start_course
from tests.courses.learner import step_of
from tests.factories import NOW, make_course, make_employee
from toolkit.errors import DomainError

LIMIT = 2
who = st.sampled_from([0, 1])
quiz = st.sampled_from(["practice", "final-check"])


class Learning(RuleBasedStateMachine):
    """Two learners and a manager, each rule one request that any of them may send at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.version = make_course(attempts_limit=LIMIT, questions=2)
        self.people = [make_employee(), make_employee()]
        self.manager = make_employee()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def passages(self, person: int) -> list[Enrollment]:
        return list(Enrollment.objects.filter(employee=self.people[person]).select_related("version"))

    def latest(self, person: int) -> Enrollment | None:
        return next(iter(self.passages(person)[::-1]), None)

    @rule(person=who)
    def start(self, person: int) -> None:
        with contextlib.suppress(AlreadyFinished):
            start_course(self.version.course, employee=self.people[person], now=NOW)

    @rule(person=who, slug=st.sampled_from(["why", "how"]))
    def read(self, person: int, slug: str) -> None:
        self.attempt_to(lambda passage: finish_lesson(passage, step_of(self.version, slug), now=NOW), person)

    @rule(person=who, slug=quiz)
    def open_quiz(self, person: int, slug: str) -> None:
        self.attempt_to(lambda passage: start_attempt(passage, step_of(self.version, slug), now=NOW), person)

    @rule(person=who, slug=quiz, place=st.integers(0, 1), choice=st.sampled_from(["a", "a", "b", "z"]))
    def save(self, person: int, slug: str, place: int, choice: str) -> None:
        step = step_of(self.version, slug)

        def act(passage: Enrollment) -> None:
            for attempt in Attempt.objects.filter(enrollment=passage, step_id=step.pk):
                question = paper(step, attempt.seed)[place % len(step.questions)]
                if choice != "z":
                    save_answer(attempt, question, {"answer": [choice]}, now=NOW)

        self.attempt_to(act, person)

    @rule(person=who, slug=quiz)
    def hand_in(self, person: int, slug: str) -> None:
        step = step_of(self.version, slug)

        def act(passage: Enrollment) -> None:
            for attempt in Attempt.objects.filter(enrollment=passage, step_id=step.pk):
                submit_attempt(attempt, step, now=NOW)

        self.attempt_to(act, person)

    @rule(person=who)
    def grant(self, person: int) -> None:
        step = step_of(self.version, "final-check")
        self.attempt_to(lambda p: grant_attempt(p, step, by=self.manager, reason="Asked", now=NOW), person)

    @precondition(lambda self: Completion.objects.exists())
    @rule(person=who)
    def start_over(self, person: int) -> None:
        latest = Completion.objects.filter(employee=self.people[person]).order_by("-completed_at", "-pk").first()
        start_course(self.version.course, employee=self.people[person], now=NOW, after=latest.uuid if latest else None)

    def attempt_to(self, act: Any, person: int) -> None:
        passage = self.latest(person)
        if passage is None:
            return
        with contextlib.suppress(DomainError):
            act(passage)

    @invariant()
    def limits_hold(self) -> None:
        graded = step_of(self.version, "final-check")
        for passage in Enrollment.objects.all():
            mine = Attempt.objects.filter(enrollment=passage, step_id=graded.pk)
            assert mine.count() <= LIMIT + AttemptGrant.objects.filter(enrollment=passage).count()
            assert mine.filter(is_passed=True).count() <= 1

    @invariant()
    def a_completion_is_earned(self) -> None:
        every_step = {step.pk for step in outline_of(self.version).steps}
        for passage in Enrollment.objects.all():
            finished = set(FinishedStep.objects.filter(enrollment=passage).values_list("step_id", flat=True))
            is_complete = Completion.objects.filter(enrollment=passage).exists()
            assert is_complete == (finished == every_step) == (passage.closed_at is not None)

    @invariant()
    def closed_attempts_are_graded_and_open_ones_are_not(self) -> None:
        assert not Answer.objects.filter(attempt__submitted_at=None, points__isnull=False).exists()
        assert not Answer.objects.filter(attempt__submitted_at__isnull=False, points=None).exists()

    @invariant()
    def nobody_has_two_open_passages(self) -> None:
        for person in self.people:
            assert Enrollment.objects.open().filter(employee=person).count() <= 1


@pytest.mark.parametrize("examples", [15, pytest.param(150, marks=pytest.mark.long)])
def test_whatever_two_learners_do_the_limits_hold(db: None, examples: int) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    budget = settings(max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(Learning, settings=budget)
