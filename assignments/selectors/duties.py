"""What one person still has to do."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from assignments.ladder import Urgency, urgency
from assignments.models import Assignment
from courses.models import CourseVersion, Enrollment
from people.models import Employee
from policies.models import Policy
from policies.obligations import Obligation


@dataclass(frozen=True)
class Duty:
    """An open assignment as its person sees it."""

    uuid: UUID
    course_id: int
    slug: str
    title: str
    minutes: int
    due_on: date
    due_at: datetime
    urgency: Urgency


def open_assignments_of(employee: Employee, *, now: datetime) -> list[Duty]:
    """What the person has to finish, the most urgent first, in one query. `urgency` is late, soon or later."""
    newest = CourseVersion.objects.published().filter(course=OuterRef("course")).order_by("-number")
    rows = (
        Assignment.objects.open()
        .filter(employee=employee)
        .order_by("due_at", "pk")
        .annotate(title=Subquery(newest.values("title")[:1]), minutes=Subquery(newest.values("minutes")[:1]))
        .values_list("uuid", "course_id", "course__slug", "title", "minutes", "due_on", "due_at")
    )
    return [
        Duty(uuid, course_id, slug, title, minutes, due_on, due_at, urgency(due_at, now=now))
        for uuid, course_id, slug, title, minutes, due_on, due_at in rows
    ]


def course_to_sign_in(person: Employee, policy: Policy, now: datetime) -> Obligation | None:
    """The most urgent course that the person has to take, has not begun, and that asks for the policy's signature.

    For `policies.obligations`; what was begun is known to courses.
    """
    asking = CourseVersion.objects.published().filter(modules__steps__policy=policy.slug).values("pk")
    newest = CourseVersion.objects.published().filter(course=OuterRef("course")).order_by("-number")
    begun = Enrollment.objects.open().filter(employee=person).values("course")
    duty = (
        Assignment.objects.open()
        .filter(employee=person)
        .exclude(course__in=begun)
        .annotate(newest=Subquery(newest.values("pk")[:1]), title=Subquery(newest.values("title")[:1]))
        .filter(newest__in=asking)
        .order_by("due_at", "pk")
        .values_list("title", "course__slug")
        .first()
    )
    return Obligation(duty[0], reverse("courses:overview", args=[duty[1]])) if duty else None
