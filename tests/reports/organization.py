"""A random organization with assignments in every state, made from one seed."""

import random
from datetime import timedelta

from django.utils import timezone

from assignments.models import Assignment
from courses.models import CourseVersion
from people.models import Department, Employee, Placement
from tests.factories import LONG_AGO, make_completion, make_department, make_site


def make_organization(seed: int, version: CourseVersion, *, people: int = 40, departments: int = 8) -> list[Department]:
    """A tree, people in it (some nowhere, some gone), and for most of them one or two assignments of the course."""
    chance = random.Random(seed)
    tree: list[Department] = []
    for number in range(departments):
        parent = chance.choice([None, *tree]) if tree else None
        tree.append(make_department(f"D{seed}-{number}", parent=parent))
    for number in range(people):
        _make_person(chance, f"P{seed}-{number}", chance.choice([None, *tree]), version)
    return tree


def _make_person(chance: random.Random, number: str, department: Department | None, version: CourseVersion) -> None:
    now = timezone.now()
    person = Employee.objects.create(number=number, name=f"Person {number}", is_active=chance.random() > 0.1)
    if department:
        Placement.objects.create(
            employee=person, department=department, site=make_site(), from_on=LONG_AGO, recorded_at=now
        )
    for state in chance.choice([[], ["done"], ["open"], ["late"], ["done", "late"], ["withdrawal"]]):
        due_at = now + timedelta(days=3 if state == "open" else -chance.choice([1, 12, 50]))
        row = Assignment(employee=person, course=version.course, due_on=due_at.date(), due_at=due_at)
        row.assigned_at = now - timedelta(days=90)
        if state == "done":
            row.closed_at, row.closed_by, row.completion = (
                now,
                "completion",
                make_completion(person, version, now=now, score=None),
            )
        elif state == "withdrawal":
            row.closed_at, row.closed_by = now, "withdrawal"
        row.save()
