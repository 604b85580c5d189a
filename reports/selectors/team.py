"""A manager's own people, and what each of them has done and has to do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from assignments.models import Assignment
from assignments.selectors import LATE, State, state_at
from courses.models import CourseVersion
from people.models import Employee
from people.selectors import people_of


@dataclass(frozen=True)
class TeamCourse:
    title: str
    due_on: date
    completed_on: date | None


@dataclass
class TeamPerson:
    uuid: UUID
    name: str
    number: str
    has_address: bool
    late: list[TeamCourse] = field(default_factory=list)
    open: list[TeamCourse] = field(default_factory=list)
    done: list[TeamCourse] = field(default_factory=list)


def team_of(manager: Employee, *, on: date, now: datetime) -> list[TeamPerson]:
    """The manager's people of that day, those with something late first, in two queries."""
    people = {person.pk: person for person in people_of(manager, on=on)}
    team = {
        pk: TeamPerson(person.uuid, person.name, person.number, bool(person.email)) for pk, person in people.items()
    }
    for pk, state, course in _courses_of(list(people), now):
        if state == State.DONE:
            team[pk].done.append(course)
        elif state in LATE:
            team[pk].late.append(course)
        elif state == State.OPEN:
            team[pk].open.append(course)
    return sorted(team.values(), key=lambda person: (not person.late, person.name.casefold(), person.number))


def _courses_of(people: list[int], now: datetime) -> Iterator[tuple[int, str, TeamCourse]]:
    newer = Assignment.objects.filter(course=OuterRef("course"), employee=OuterRef("employee"), pk__gt=OuterRef("pk"))
    newest = CourseVersion.objects.published().filter(course=OuterRef("course")).order_by("-number")
    rows = (
        Assignment.objects.filter(~Exists(newer), employee__in=people)
        .order_by("due_at", "pk")
        .annotate(state=state_at(now), title=Subquery(newest.values("title")[:1]))
        .values_list("employee_id", "state", "title", "due_on", "completion__completed_on")
    )
    for employee_id, state, title, due_on, completed_on in rows:
        yield employee_id, state, TeamCourse(title, due_on, completed_on)
