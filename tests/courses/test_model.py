"""A stateful model of a quiz with all its rules: two windows of one learner, and HR with the worker beside them.

Whatever order they act in, and however time passes between, the site does what `ExpectedQuiz` works out, and passes no
limit.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from courses import kinds
from courses.content import RulesContent, StepContent
from courses.models import Answer, Attempt, AttemptGrant, Completion, CourseVersion, Enrollment
from courses.selectors.attempts import PaperQuestion, paper
from courses.selectors.outline import StepOutline
from courses.services.accommodating import set_accommodation
from courses.services.attempts import grant_attempt, save_answer, start_attempt, submit_attempt
from courses.services.learning import finish_lesson, start_course
from courses.services.time_limits import END, take_more_time
from people.models import Employee
from tests.courses.expected_quiz import (
    ATTEMPTS,
    EXTENSIONS,
    GRACE,
    MANDATORY,
    MARK,
    MINUTES,
    QUESTIONS,
    WAIT,
    ExpectedAttempt,
    ExpectedQuiz,
    Refusal,
    as_row,
)
from tests.courses.learner import step_of
from tests.factories import NOW, make_employee
from tests.support.courses import publish_course, question
from tests.support.quizzes import course_with, graded
from toolkit.errors import DomainError
from toolkit.jobs.running import run
from toolkit.models import Job

LEAST = 20_000  # steps of the long run
START = NOW.replace(second=0, microsecond=0)
window = st.sampled_from([0, 1])
# Of a minute, of the grace, of the limit, of an extension and of the wait: just before, at, and just after.
PASSES = [1, 9, 10, 11, 59, 60, 120, 540, 1_189, 1_199, 1_200, 1_201, 1_210, 1_211, 1_799, 1_800, 1_801, 90_000]


@dataclass
class Window:
    """What one window of the learner shows: it does not know what was done elsewhere since."""

    attempt: Attempt
    expected: ExpectedAttempt
    seen: dict[str, int]
    extensions: int


has_window = precondition(lambda self: any(self.windows))


class Quiz(RuleBasedStateMachine):
    version: ClassVar[CourseVersion]
    steps: ClassVar[int] = 0
    refused: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.now = START
        self.learner: Employee = make_employee()
        self.hr: Employee = make_employee()
        self.check: StepOutline = step_of(self.version, "check")
        self.expected = ExpectedQuiz()
        self.windows: list[Window | None] = [None, None]
        self.passage = start_course(self.version.course, employee=self.learner, now=self.now)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def shown(self, at: int) -> Window:
        found = self.windows[at] or self.windows[1 - at]
        assert found
        return found

    def happens(self, refusal: Refusal, act: Callable[[], object]) -> None:
        """The act is refused with exactly this error, or with none."""
        type(self).steps += 1
        found: DomainError | None = None
        try:
            act()
        except DomainError as error:
            found = error
        assert (type(found) if found else None) is refusal
        if found:
            self.refused.add(type(found).__name__)

    @rule(seconds=st.sampled_from(PASSES))
    def time_passes(self, seconds: int) -> None:
        type(self).steps += 1
        self.now += timedelta(seconds=seconds)

    @rule(which=st.integers(0, 2), seconds=st.sampled_from([-1, 0, 1]))
    def time_comes_to_an_edge(self, which: int, seconds: int) -> None:
        """To the second at which something is over, or to the one before or after."""
        edges = [edge for edge in self.expected.edges() if edge > self.now]
        if edges:
            self.time_passes(int((edges[which % len(edges)] - self.now).total_seconds()) + seconds)

    @precondition(lambda self: not self.expected.has_read)
    @rule()
    def read(self) -> None:
        self.happens(None, lambda: finish_lesson(self.passage, step_of(self.version, "why"), now=self.now))
        self.expected.has_read = True

    @rule(at=window)
    def start(self, at: int) -> None:
        self.happens(self.expected.start(self.now), lambda: start_attempt(self.passage, self.check, now=self.now))
        self.look(at)

    @rule(at=window)
    def look(self, at: int) -> None:
        """The window shows what is stored now."""
        attempt = Attempt.objects.filter(enrollment=self.passage).order_by("-number").first()
        if attempt is not None:
            expected = self.expected.attempts[attempt.number - 1]
            self.windows[at] = Window(attempt, expected, dict(expected.revisions), expected.extensions)

    @has_window
    @rule(at=window, key=st.sampled_from(QUESTIONS), choice=st.sampled_from("aaab"))
    def save(self, at: int, key: str, choice: str) -> None:
        shown = self.shown(at)
        seen = shown.seen.get(key, 0)
        refusal = self.expected.save(shown.expected, key, choice, seen, self.now)
        self.happens(refusal, lambda: self._save(shown, key, choice, seen))
        if refusal is None:
            shown.seen[key] = shown.expected.revisions[key]

    @has_window
    @rule(at=window, choices=st.sampled_from(["aaa", "baa", "aba", "abb", "bbb"]))
    def answer_all(self, at: int, choices: str) -> None:
        """Also with enough right and the mandatory one wrong, and with that one alone right."""
        for key, choice in zip(QUESTIONS, choices, strict=True):
            self.save(at, key, choice)

    @has_window
    @rule(at=window, posted=st.sampled_from([{}, {"answer": ["z"]}, {"answer": ["a", "b"]}, {"answer": ["-1"]}]))
    def save_nonsense(self, at: int, posted: dict[str, list[str]]) -> None:
        type(self).steps += 1
        shown = self.shown(at)
        with pytest.raises(kinds.Refused):
            save_answer(shown.attempt, self._question(shown, MANDATORY), posted, now=self.now, seen=0)

    @has_window
    @rule(at=window)
    def hand_in(self, at: int) -> None:
        shown = self.shown(at)
        refusal = self.expected.submit(shown.expected, self.now)
        self.happens(refusal, lambda: submit_attempt(shown.attempt, self.check, now=self.now))

    @has_window
    @rule(at=window)
    def ask_for_more_time(self, at: int) -> None:
        shown = self.shown(at)
        seen = shown.extensions
        refusal = self.expected.extend(shown.expected, seen, self.now)
        self.happens(refusal, lambda: take_more_time(shown.attempt, self.check, seen=seen, now=self.now))

    @rule()
    def hr_grants(self) -> None:
        refusal = self.expected.grant()
        self.happens(refusal, lambda: grant_attempt(self.passage, self.check, by=self.hr, reason="Asked", now=self.now))

    @rule(percent=st.sampled_from([100, 125, 150, 200, None]), with_open=st.booleans())
    def hr_sets_the_time(self, percent: int | None, with_open: bool) -> None:
        refusal = self.expected.accommodate(percent, self.now, with_open=with_open)
        self.happens(
            refusal,
            lambda: set_accommodation(
                self.learner, percent=percent, reason="On file", by=self.hr, now=self.now, with_open=with_open
            ),
        )

    @rule()
    def the_worker_comes(self) -> None:
        jobs = Job.objects.unfinished().filter(kind=END)
        refusal = self.expected.sweep(self.now)
        self.happens(refusal, lambda: [run(pk, clock=lambda: self.now) for pk in jobs.values_list("pk", flat=True)])

    @precondition(lambda self: self.expected.is_done)
    @rule()
    def take_the_course_again(self) -> None:
        after = Completion.objects.order_by("-completed_at", "-pk").values_list("uuid", flat=True)[0]
        self.happens(None, lambda: start_course(self.version.course, employee=self.learner, now=self.now, after=after))
        self.passage = Enrollment.objects.select_related("version").get(employee=self.learner, closed_at=None)
        self.expected = self.expected.next_passage()

    def _save(self, shown: Window, key: str, choice: str, seen: int) -> Answer:
        posted = {"answer": [choice]}
        return save_answer(shown.attempt, self._question(shown, key), posted, now=self.now, seen=seen)

    def _question(self, shown: Window, key: str) -> PaperQuestion:
        return next(one for one in paper(self.check, shown.attempt.seed) if one.key == key)

    @invariant()
    def the_site_holds_what_is_expected(self) -> None:
        stored = list(Attempt.objects.filter(enrollment=self.passage).order_by("number"))
        rows = [(a.number, a.due_at, a.extensions, a.submitted_at, a.score, a.is_passed) for a in stored]
        assert rows == [as_row(attempt) for attempt in self.expected.attempts]
        answers: dict[int, dict[str, tuple[str, int]]] = {}
        columns = ("attempt__number", "question__key", "given", "revision")
        for number, key, given, revision in Answer.objects.filter(attempt__in=stored).values_list(*columns):
            answers.setdefault(number, {})[key] = (given[0], revision)
        assert answers == {
            attempt.number: {key: (choice, attempt.revisions[key]) for key, choice in attempt.answers.items()}
            for attempt in self.expected.attempts
            if attempt.answers
        }
        assert Completion.objects.filter(enrollment=self.passage).exists() == self.expected.is_done

    @invariant()
    def no_limit_is_passed(self) -> None:
        """Said once more without the model, in case both are wrong."""
        attempts = Attempt.objects.filter(enrollment=self.passage).order_by("number")
        assert len(attempts) <= ATTEMPTS + AttemptGrant.objects.filter(enrollment=self.passage).count()
        assert sum(attempt.is_open for attempt in attempts) <= 1
        assert sum(bool(attempt.is_passed) for attempt in attempts) <= 1
        for before, after in pairwise(attempts):
            assert before.submitted_at is not None
            assert after.started_at >= before.submitted_at + timedelta(minutes=WAIT)
        for attempt in attempts:
            assert attempt.extensions <= EXTENSIONS
            assert attempt.due_at is None or attempt.due_at >= attempt.started_at + timedelta(minutes=MINUTES)
        for answer in Answer.objects.filter(attempt__in=attempts).select_related("attempt"):
            due = answer.attempt.due_at
            assert due is None or answer.answered_at <= due + timedelta(seconds=GRACE)
            assert (answer.points is None) == answer.attempt.is_open


@pytest.fixture
def machine(transactional_db: None) -> type[Quiz]:
    """Each example has a transaction of its own: one over minutes would hold up every sealer of the same server."""
    questions = tuple(replace(question(key), is_mandatory=key == MANDATORY) for key in QUESTIONS)
    rules = RulesContent(wait_minutes=WAIT, time_limit_minutes=MINUTES, extensions=EXTENSIONS)
    check = graded(questions=questions, pass_mark=MARK, attempts_limit=ATTEMPTS, rules=rules)
    Quiz.version = publish_course(course_with(StepContent("why", "lesson", "Why", 2, "Because."), check))
    Quiz.steps, Quiz.refused = 0, set()
    return Quiz


@pytest.mark.parametrize(
    ("examples", "least"), [(20, 600), pytest.param(560, LEAST, marks=pytest.mark.long)], ids=["short", "long"]
)
def test_whatever_two_windows_and_hr_do_the_limits_hold(machine: type[Quiz], examples: int, least: int) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    budget = settings(max_examples=examples, stateful_step_count=60, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(machine, settings=budget)
    assert machine.steps >= least
    # With less than this, the steps would not have come near the limits.
    reached = {"AttemptClosed", "TimeIsOver", "NoMoreTime", "AnsweredElsewhere", "Unanswered", "WaitFirst", "NotYet"}
    if least == LEAST:
        assert machine.refused >= reached | {"NoAttemptsLeft", "StillHasAttempts", "CourseNotOpen"}
