"""A course with a time limit, and two people in the middle of it. Runs inside the site's own code."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from courses.content import RulesContent
from courses.models import Attempt, Enrollment
from courses.selectors.attempts import paper
from courses.selectors.outline import StepOutline, outline_of
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from courses.services.time_limits import END
from people.models import Employee
from tests.support.courses import publish_course
from tests.support.quizzes import course_with, graded
from toolkit.models import Job

TIMED = "against-time"
MINUTES = 20


def set_timed(hurried: Employee, late: Employee, *, now: datetime) -> None:
    """The first attempt of the one was ended by time, and the second is open for hours; that of the other is over.

    Nobody ended the last one: the job that would is taken away, so that its pages stay as they are.
    """
    content = course_with(graded(rules=RulesContent(time_limit_minutes=MINUTES)), slug=TIMED)
    version = publish_course(replace(content, title="Against time"), now=now)
    (check,) = outline_of(version).steps
    passage = start_course(version.course, employee=hurried, now=now)
    ended = _answer_half(passage, check, now=now - timedelta(hours=2))
    submit_attempt(ended, check, now=now - timedelta(hours=1))
    _answer_half(passage, check, now=now)
    Attempt.objects.filter(enrollment=passage, number=2).update(due_at=now + timedelta(hours=3))
    with transaction.atomic():
        over = _answer_half(start_course(version.course, employee=late, now=now), check, now=now - timedelta(hours=1))
        Job.objects.filter(kind=END, dedup_key=str(over.uuid)).delete()


def move_end(number: str, seconds: float) -> None:
    """The open attempt of this person ends so many seconds from now."""
    due = timezone.now() + timedelta(seconds=seconds)
    mine = Attempt.objects.filter(enrollment__employee__number=number, submitted_at=None)
    assert mine.exclude(due_at=None).update(due_at=due) == 1


def _answer_half(passage: Enrollment, check: StepOutline, *, now: datetime) -> Attempt:
    attempt = start_attempt(passage, check, now=now)
    for question in paper(check, attempt.seed)[:2]:
        save_answer(attempt, question, {"answer": ["a"]}, now=now)
    return attempt
