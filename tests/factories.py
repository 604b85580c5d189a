"""Rows for tests whose point is something else. Where a rule matters, tests reach their state through services."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from courses.models import AnswerKey, Completion, Course, CourseVersion, Enrollment, Module, Question, Step
from people.models import Department, Employee, Placement, Site
from people.roles import Role

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "a-password-for-tests"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()


def make_site(name: str = "Main campus", **fields: Any) -> Site:
    fields.setdefault("time_zone", "America/Chicago")
    return Site.objects.get_or_create(name=name, defaults=fields)[0]


def make_department(name: str = "Nursing", parent: Department | None = None) -> Department:
    department = Department.objects.create(name=name, parent=parent, from_on=LONG_AGO, path="")
    department.path = f"{parent.path if parent else '/'}{department.pk}/"
    department.save(update_fields=["path"])
    return department


def make_employee(
    name: str = "Sam Doe",
    *,
    department: Department | None = None,
    manager: Employee | None = None,
    roles: tuple[Role, ...] = (),
    **fields: Any,
) -> Employee:
    number = fields.pop("number", None) or f"T-{next(_numbers):05}"
    email = fields.pop("email", f"{number.lower()}@example.org")
    employee = Employee.objects.create_user(number, name, PASSWORD, email=email, joined_on=LONG_AGO, **fields)
    if email:
        EmailAddress.objects.create(user=employee, email=email, primary=True, verified=True)
    for role in roles:
        employee.groups.add(Group.objects.get_or_create(name=role.value)[0])
    if department:
        Placement.objects.create(
            employee=employee,
            department=department,
            site=make_site(),
            manager=manager,
            from_on=LONG_AGO,
            recorded_at=NOW,
        )
    return employee


CANARY = "canary-7f3a"


def make_course(
    slug: str = "handwashing",
    *,
    title: str = "Handwashing",
    number: int = 1,
    attempts_limit: int | None = 3,
    questions: int = 4,
    validity_months: int | None = 12,
) -> CourseVersion:
    """A published version: a lesson, a practice quiz, another lesson and a graded check. Choice "a" is always right.

    Every key and feedback holds CANARY, so that a test can search pages for what they must not show.
    """
    course = Course.objects.get_or_create(slug=slug, defaults={"created_at": NOW})[0]
    version = CourseVersion.objects.create(
        course=course,
        number=number,
        title=title,
        summary="Why and how.",
        minutes=9,
        pass_mark=75,
        validity_months=validity_months,
        digest=f"{number:064}",
        created_at=NOW,
    )
    first = Module.objects.create(version=version, position=1, slug="basics", title="Basics", minutes=4)
    last = Module.objects.create(version=version, position=2, slug="check", title="Final check", minutes=5)
    Step.objects.create(
        module=first, position=1, slug="why", kind="lesson", title="Why", minutes=2, text="# Why\n\nBecause."
    )
    practice = Step.objects.create(module=first, position=2, slug="practice", kind="quiz", title="Practice", minutes=2)
    Step.objects.create(
        module=last, position=1, slug="how", kind="lesson", title="How", minutes=2, text="# How\n\nLike so."
    )
    final = Step.objects.create(
        module=last,
        position=2,
        slug="final-check",
        kind="quiz",
        title="Final check",
        minutes=3,
        is_graded=True,
        pass_mark=75,
        attempts_limit=attempts_limit,
    )
    make_questions(practice, 1)
    make_questions(final, questions)
    CourseVersion.objects.filter(pk=version.pk).update(published_at=NOW)
    version.refresh_from_db()
    return version


def make_questions(step: Step, count: int) -> None:
    for position in range(1, count + 1):
        question = Question.objects.create(
            step=step,
            position=position,
            key=f"{step.slug}-{position}",
            kind="single",
            prompt=f"Prompt {position} of {step.slug}?",
            body={"choices": [{"key": key, "text": f"Option {key} {position}"} for key in "abc"]},
        )
        feedback = {key: f"{CANARY} feedback {key} {position}" for key in "abc"}
        AnswerKey.objects.create(question=question, body={"correct": ["a"], "feedback": feedback})


def make_completion(employee: Employee, version: CourseVersion, *, now: datetime = NOW, **fields: Any) -> Completion:
    """The passage and its end, without the signal."""
    enrollment = Enrollment.objects.create(
        employee=employee, course=version.course, version=version, started_at=now, closed_at=now
    )
    completed = {"completed_at": now, "completed_on": now.date(), "score": 90, "digest": version.digest} | fields
    return Completion.objects.create(
        enrollment=enrollment, employee=employee, course=version.course, version=version, **completed
    )
