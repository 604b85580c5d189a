"""One person who hands in one attempt, for tests of what few people show."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from courses.models import Answer, Attempt, Enrollment
from people.models import Employee
from tests.support.learned import PASS_MARK, Learned


def hand_in(learned: Learned, person: Employee, rights: Sequence[bool], *, at: datetime) -> Attempt:
    """A passage of this person with one attempt: right or not, question by question."""
    version = learned.version
    passage = Enrollment.objects.create(
        employee=person, course=version.course, version=version, started_at=at, closed_at=at
    )
    score = 100 * sum(rights) // len(rights)
    attempt = Attempt.objects.create(
        enrollment=passage,
        step=learned.quiz,
        number=1,
        seed=1,
        pass_mark=PASS_MARK,
        started_at=at,
        submitted_at=at + timedelta(minutes=5),
        score=score,
        is_passed=score >= PASS_MARK,
    )
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt,
            question=question,
            given=["a" if is_right else "b"],
            answered_at=at + timedelta(seconds=30 * place),
            points=100 if is_right else 0,
        )
        for place, (question, is_right) in enumerate(zip(learned.questions, rights, strict=False), start=1)
    )
    return attempt
