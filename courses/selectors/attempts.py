"""One attempt as its learner may see it: the drawn paper while it is open, the review once it is closed."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courses import kinds
from courses.drawing import drawn
from courses.grading import Review, end_of_wait
from courses.models import Answer, AnswerKey, Attempt, AttemptGrant, Enrollment
from courses.rendering import Picture
from courses.selectors.outline import QuestionOutline, StepOutline


@dataclass(frozen=True)
class PaperQuestion:
    """A question at its place on the paper, with its choices in the drawn order."""

    place: int
    pk: int
    key: str
    kind: str
    prompt: str
    body: dict[str, Any]
    is_mandatory: bool = False
    picture: Picture | None = None

    @property
    def template(self) -> str:
        return f"courses/questions/{self.kind}.html"

    def asked(self, given: kinds.Given) -> kinds.Json:
        """What its template shows, with the answer that was given; None for none."""
        return kinds.kind_of(self.kind).render(self.body, given)

    def told(self, given: kinds.Given) -> list[str]:
        """The answer in words."""
        return kinds.kind_of(self.kind).told(given, self.body)

    def stays_at(self, posted: kinds.Posted, given: kinds.Given) -> str:
        """The id on which the learner goes on when the post was one step within the answer; "" otherwise."""
        field = kinds.kind_of(self.kind).stays_at(posted, given)
        return field and f"answer-{field}"


@dataclass(frozen=True)
class ReviewedQuestion:
    """`shown` is what the kind's own template shows; where it is empty, only `told`, the answer in words, is.

    A question that does not count left the score alone.
    """

    question: PaperQuestion
    points: int
    counts: bool
    told: list[str]
    shown: kinds.Json

    @property
    def template(self) -> str:
        return f"courses/questions/{self.question.kind}_result.html"

    @property
    def is_right(self) -> bool:
        return self.points == 100


@dataclass(frozen=True)
class AttemptsLeft:
    """How many attempts at a quiz were started, and how many are allowed (None: as many as needed)."""

    used: int
    allowed: int | None

    @property
    def left(self) -> int | None:
        return None if self.allowed is None else max(0, self.allowed - self.used)


def paper(step: StepOutline, seed: int) -> tuple[PaperQuestion, ...]:
    """The quiz as this seed draws it. The same seed draws the same paper for ever: it is stored with the attempt."""
    return tuple(_placed(place, question, step, seed) for place, question in enumerate(_asked(step, seed), start=1))


def question_at(step: StepOutline, seed: int, place: int) -> PaperQuestion | None:
    """The question at this place of the paper, counted from 1; None where there is none."""
    questions = _asked(step, seed)
    return _placed(place, questions[place - 1], step, seed) if 1 <= place <= len(questions) else None


def _asked(step: StepOutline, seed: int) -> list[QuestionOutline]:
    questions = list(step.questions)
    if step.rules.draws:
        # A random order of its own: what is drawn must not hang on whether the paper is shuffled afterwards.
        rest = [question for question in questions if not question.is_mandatory]
        # Published content was checked: its draws can be filled.
        found = drawn(rest, step.rules.draws, random.Random(f"{seed}:draws")) or rest  # noqa: S311
        questions = [question for question in questions if question.is_mandatory or question in found]
    if step.is_shuffled:
        random.Random(seed).shuffle(questions)  # noqa: S311 - order on a page, not a secret
    return questions


def _placed(place: int, question: QuestionOutline, step: StepOutline, seed: int) -> PaperQuestion:
    body = question.body
    if step.is_shuffled:
        # A random order of its own for each question: adding one question must not reorder the choices of another.
        body = kinds.kind_of(question.kind).draw(body, random.Random(f"{seed}:{question.key}"))  # noqa: S311
    return PaperQuestion(
        place, question.pk, question.key, question.kind, question.prompt, body, question.is_mandatory, question.picture
    )


def answers_of(attempt: Attempt) -> dict[int, Any]:
    """What was given, by question id."""
    return dict(Answer.objects.filter(attempt=attempt).values_list("question_id", "given"))


def answer_to(attempt: Attempt, question: PaperQuestion) -> Answer | None:
    return Answer.objects.filter(attempt=attempt, question_id=question.pk).first()


def attempts_left(enrollment: Enrollment, step: StepOutline) -> AttemptsLeft:
    used = Attempt.objects.filter(enrollment=enrollment, step_id=step.pk).count()
    if step.attempts_limit is None:
        return AttemptsLeft(used, None)
    granted = AttemptGrant.objects.filter(enrollment=enrollment, step_id=step.pk).count()
    return AttemptsLeft(used, step.attempts_limit + granted)


def waits_until(enrollment: Enrollment, step: StepOutline, *, now: datetime) -> datetime | None:
    """From when on the next attempt may be started, a full minute; None when it may be started now.

    The wait begins when the last attempt was handed in, unless that one was passed.
    """
    if step.rules.wait_minutes is None:
        return None
    mine = Attempt.objects.filter(enrollment=enrollment, step_id=step.pk, is_passed=False).order_by("-number")
    ended = mine.values_list("submitted_at", flat=True).first()
    if ended is None:
        return None
    until = end_of_wait(ended, step.rules.wait_minutes)
    return until if until > now else None


def review(attempt: Attempt, step: StepOutline) -> tuple[ReviewedQuestion, ...]:
    """A closed attempt with as much feedback as the quiz gives, which may be none.

    Raises ValueError for an open one: its key is nobody's business yet. Unless its author says otherwise, a graded
    check that was not passed explains only the choices that were made: the next attempt asks the same questions, and
    shows understanding only if the answers were not handed out.
    """
    if attempt.is_open:
        raise ValueError(f"{attempt} is still open")
    level = step.review_after(is_passed=attempt.is_passed)
    if not level.shows_questions:
        return ()
    answers = {answer.question_id: answer for answer in Answer.objects.filter(attempt=attempt)}
    keys = dict(AnswerKey.objects.filter(question__step=step.pk).values_list("question_id", "body"))
    rows = []
    for question in paper(step.with_policy(attempt.policy_version), attempt.seed):
        answer = answers.get(question.pk)
        given, points = (answer.given, answer.points or 0) if answer else (None, 0)
        rows.append(reviewed(question, given, keys[question.pk], level, points=points))
    return tuple(rows)


def reviewed(
    question: PaperQuestion, given: kinds.Given, key: kinds.Json, level: Review, *, points: int | None = None
) -> ReviewedQuestion:
    """The question with what was given and the feedback of this level. Without `points` it is graded here."""
    kind = kinds.kind_of(question.kind)
    shows_all = level is Review.ANSWERS
    shown = kind.feedback(given, question.body, key, shows_all=shows_all) if level.explains else {}
    earned = kind.grade(given, key) if points is None else points
    return ReviewedQuestion(question, earned, kind.counts(key), question.told(given), shown)
