"""A learner who goes through a course by its services, for tests whose point lies later."""

from datetime import datetime

from courses.models import Attempt, Completion, CourseVersion, Enrollment
from courses.selectors.attempts import paper
from courses.selectors.outline import StepOutline, outline_of
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import finish_lesson, start_course
from people.models import Employee
from tests.factories import NOW


def step_of(version: CourseVersion, slug: str) -> StepOutline:
    return next(step for step in outline_of(version).steps if step.slug == slug)


def answer_all(attempt: Attempt, step: StepOutline, *, choice: str = "a", now: datetime = NOW) -> None:
    for question in paper(step, attempt.seed):
        save_answer(attempt, question, {"answer": [choice]}, now=now)


def take_quiz(enrollment: Enrollment, step: StepOutline, *, choice: str = "a", now: datetime = NOW) -> Attempt:
    attempt = start_attempt(enrollment, step, now=now)
    answer_all(attempt, step, choice=choice, now=now)
    return submit_attempt(attempt, step, now=now)


def read_up_to_check(version: CourseVersion, employee: Employee, *, now: datetime = NOW) -> Enrollment:
    """Everything before the graded check."""
    enrollment = start_course(version.course, employee=employee, now=now)
    finish_lesson(enrollment, step_of(version, "why"), now=now)
    take_quiz(enrollment, step_of(version, "practice"), now=now)
    finish_lesson(enrollment, step_of(version, "how"), now=now)
    return enrollment


def complete(version: CourseVersion, employee: Employee, *, now: datetime = NOW) -> Completion:
    enrollment = read_up_to_check(version, employee, now=now)
    take_quiz(enrollment, step_of(version, "final-check"), now=now)
    return Completion.objects.get(enrollment=enrollment)
