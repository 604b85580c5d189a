"""What has to become of a quiz with all its rules, worked out beside the product: no query, and none of its code.

Three questions, of which the first has to be right; 60 percent; two attempts and what HR grants; half an hour between
them; twenty minutes for each, to be extended twice by two.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from courses import errors
from toolkit.errors import DomainError

MARK, ATTEMPTS, WAIT, MINUTES, EXTENSIONS, EXTENSION, GRACE = 60, 2, 30, 20, 2, 2, 10
QUESTIONS = ("g1", "g2", "g3")
MANDATORY = "g1"
RIGHT = "a"
Refusal = type[DomainError] | None
MINUTE = timedelta(minutes=1)


@dataclass
class ExpectedAttempt:
    number: int
    started_at: datetime
    due_at: datetime | None
    extensions: int = 0
    submitted_at: datetime | None = None
    score: int | None = None
    is_passed: bool | None = None
    answers: dict[str, str] = field(default_factory=dict)
    revisions: dict[str, int] = field(default_factory=dict)

    def is_over(self, now: datetime) -> bool:
        return self.due_at is not None and now >= self.due_at

    def is_too_late(self, now: datetime) -> bool:
        return self.due_at is not None and now > self.due_at + timedelta(seconds=GRACE)

    def refusal(self, now: datetime) -> Refusal:
        """What keeps an answer from being saved."""
        if self.submitted_at is not None:
            was_cut_off = self.due_at is not None and self.submitted_at >= self.due_at
            return errors.TimeIsOver if was_cut_off else errors.AttemptClosed
        return errors.TimeIsOver if self.is_too_late(now) else None

    def end(self, now: datetime) -> None:
        right = sum(choice == RIGHT for choice in self.answers.values())
        self.score = 100 * right // len(QUESTIONS)
        self.is_passed = self.score >= MARK and self.answers.get(MANDATORY) == RIGHT
        self.submitted_at = self.due_at if self.is_over(now) else now


@dataclass
class ExpectedQuiz:
    """One passage of one learner."""

    has_read: bool = False
    is_done: bool = False
    grants: int = 0
    percent: int | None = 100
    attempts: list[ExpectedAttempt] = field(default_factory=list)

    @property
    def open(self) -> ExpectedAttempt | None:
        return next((attempt for attempt in self.attempts if attempt.submitted_at is None), None)

    def next_passage(self) -> "ExpectedQuiz":
        return ExpectedQuiz(percent=self.percent)

    def edges(self) -> list[datetime]:
        """When something is over: the time of the open attempt, the grace after it, the wait for the next one."""
        if not self.attempts:
            return []
        last = self.attempts[-1]
        if last.submitted_at is not None:
            return [self._full(last.submitted_at + WAIT * MINUTE)]
        return [last.due_at, last.due_at + timedelta(seconds=GRACE)] if last.due_at else []

    def start(self, now: datetime) -> Refusal:
        if attempt := self.open:
            if attempt.is_over(now):
                self._end(attempt, now)
            return None
        if self.is_done:
            return errors.CourseNotOpen
        if not self.has_read:
            return errors.NotYet
        if len(self.attempts) >= ATTEMPTS + self.grants:
            return errors.NoAttemptsLeft
        if self.attempts and now < self.edges()[-1]:
            return errors.WaitFirst
        self.attempts.append(ExpectedAttempt(len(self.attempts) + 1, now, self._due(now)))
        return None

    def save(self, attempt: ExpectedAttempt, key: str, choice: str, seen: int, now: datetime) -> Refusal:
        if refusal := attempt.refusal(now):
            return refusal
        stored = attempt.answers.get(key)
        if stored is None:
            attempt.answers[key], attempt.revisions[key] = choice, 1
        elif attempt.revisions[key] == seen:
            attempt.answers[key], attempt.revisions[key] = choice, seen + 1
        elif stored != choice:
            return errors.AnsweredElsewhere
        return None

    def submit(self, attempt: ExpectedAttempt, now: datetime) -> Refusal:
        if attempt.submitted_at is not None:
            return None
        if len(attempt.answers) < len(QUESTIONS) and not attempt.is_over(now):
            return errors.Unanswered
        self._end(attempt, now)
        return None

    def extend(self, attempt: ExpectedAttempt, seen: int, now: datetime) -> Refusal:
        if attempt.submitted_at is not None:
            return errors.AttemptClosed
        if attempt.is_over(now):
            return errors.TimeIsOver
        if attempt.due_at is None:
            return errors.NoMoreTime
        if attempt.extensions != seen:
            return None
        if attempt.extensions == EXTENSIONS:
            return errors.NoMoreTime
        attempt.due_at += EXTENSION * MINUTE
        attempt.extensions += 1
        return None

    def grant(self) -> Refusal:
        if self.is_done:
            return errors.CourseNotOpen
        if len(self.attempts) < ATTEMPTS + self.grants:
            return errors.StillHasAttempts
        self.grants += 1
        return None

    def accommodate(self, percent: int | None, now: datetime, *, with_open: bool) -> Refusal:
        self.percent = percent
        attempt = self.open
        if with_open and attempt and attempt.due_at and not attempt.is_over(now):
            due = self._due(attempt.started_at)
            longer = due and due + attempt.extensions * EXTENSION * MINUTE
            attempt.due_at = longer and max(longer, attempt.due_at)
        return None

    def sweep(self, now: datetime) -> Refusal:
        """The worker ends what takes no more answers."""
        if (attempt := self.open) and attempt.is_too_late(now):
            self._end(attempt, now)
        return None

    def _end(self, attempt: ExpectedAttempt, now: datetime) -> None:
        attempt.end(now)
        self.is_done = self.is_done or bool(attempt.is_passed)

    def _due(self, started: datetime) -> datetime | None:
        return None if self.percent is None else self._full(started + MINUTES * self.percent / 100 * MINUTE)

    def _full(self, moment: datetime) -> datetime:
        return moment + timedelta(seconds=-moment.second % 60)


def as_row(attempt: ExpectedAttempt) -> tuple[object, ...]:
    """As the database has to hold it."""
    plain = replace(attempt)
    return (plain.number, plain.due_at, plain.extensions, plain.submitted_at, plain.score, plain.is_passed)
