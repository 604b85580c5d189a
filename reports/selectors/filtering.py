"""What a tracking page or export is about: one filter, read from the address and written back into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment, Campaign
from assignments.selectors import LATE, Node, State, department_tree, state_at
from courses.models import Course, CourseVersion
from people.models import Department

# What may stand in the address as a state: the states themselves, and two sums of them.
STATES: Mapping[str, tuple[str | Promise, tuple[str, ...]]] = {
    "counted": (_("Done, open or late"), (State.DONE, State.OPEN, *LATE)),
    "done": (State.DONE.label, (State.DONE,)),
    "open": (State.OPEN.label, (State.OPEN,)),
    "late": (_("Late"), LATE),
    "late-week": (State.LATE_WEEK.label, (State.LATE_WEEK,)),
    "late-month": (State.LATE_MONTH.label, (State.LATE_MONTH,)),
    "late-long": (State.LATE_LONG.label, (State.LATE_LONG,)),
    "left-out": (State.LEFT_OUT.label, (State.LEFT_OUT,)),
}
SORTS: Mapping[str, tuple[str, ...]] = {
    "due": ("due_at",),
    "name": ("employee__name",),
    "department": ("placed__department__name", "employee__name"),
    "state": ("state", "due_at"),
    "completed": ("completion__completed_on", "employee__name"),
}
DEFAULT_SORT = "due"
NOWHERE = "none"  # in place of a department: people who are placed nowhere today
LONGEST_SEARCH = 100


@dataclass(frozen=True)
class CourseChoice:
    course: Course
    title: str
    open: int
    assigned: int


def course_choices() -> list[CourseChoice]:
    """Every course that was ever assigned, by title, with its numbers of open and of all assignments."""
    newest = CourseVersion.objects.published().filter(course=OuterRef("pk")).order_by("-number")
    courses = Course.objects.annotate(
        title=Subquery(newest.values("title")[:1]),
        open=Count("assignments", filter=Q(assignments__closed_at=None)),
        assigned=Count("assignments"),
    )
    choices = [
        CourseChoice(course, course.title or course.slug, course.open, course.assigned)
        for course in courses.filter(assigned__gt=0)
    ]
    return sorted(choices, key=lambda choice: choice.title.casefold())


@dataclass(frozen=True)
class Choices:
    """What can be chosen: the courses that were assigned and the departments of today. Two queries."""

    courses: list[CourseChoice] = field(default_factory=course_choices)
    tree: list[Node] = field(default_factory=department_tree)


@dataclass(frozen=True)
class TrackingFilter:
    """Which assignments. Without a campaign only each person's newest one of a course counts."""

    course: CourseChoice | None = None
    department: Department | None = None
    is_nowhere: bool = False
    is_direct: bool = False
    campaign: Campaign | None = None
    state: str = ""
    q: str = ""
    sort: str = DEFAULT_SORT
    is_descending: bool = False

    def query(self, **changes: Any) -> str:
        """The filter, with changes, as it stands in an address after the question mark; `page` is never in it."""
        one = replace(self, **changes)
        department = NOWHERE if one.is_nowhere else str(one.department.uuid) if one.department else ""
        sort = ("-" if one.is_descending else "") + one.sort
        parts = {
            "course": one.course.course.slug if one.course else "",
            "department": department,
            "direct": "1" if one.is_direct and one.department else "",
            "campaign": str(one.campaign.uuid) if one.campaign else "",
            "state": one.state,
            "q": one.q,
            "sort": "" if sort == DEFAULT_SORT else sort,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    @property
    def state_label(self) -> str:
        return str(STATES[self.state][0]) if self.state else ""


def tracked(wanted: TrackingFilter, *, now: datetime) -> QuerySet[Any]:
    """The assignments that the filter is about, with `state` and the placement of today as `placed`."""
    today = timezone.localdate(now)
    held = Q(employee__placements__until_on=None) | Q(employee__placements__until_on__gt=today)
    held &= Q(employee__placements__replaced_at=None, employee__placements__from_on__lte=today)
    rows = Assignment.objects.annotate(
        placed=FilteredRelation("employee__placements", condition=held), state=state_at(now)
    )
    if wanted.campaign:
        rows = rows.filter(reasons__campaign=wanted.campaign)
    else:
        newer = Assignment.objects.filter(
            course=OuterRef("course"), employee=OuterRef("employee"), pk__gt=OuterRef("pk")
        )
        rows = rows.filter(~Exists(newer))
    if wanted.course:
        rows = rows.filter(course=wanted.course.course)
    return _searched(_in_department(rows, wanted), wanted)


def _in_department(rows: QuerySet[Any], wanted: TrackingFilter) -> QuerySet[Any]:
    if wanted.is_nowhere:
        return rows.filter(placed=None)
    if wanted.department is None:
        return rows
    if wanted.is_direct:
        return rows.filter(placed__department=wanted.department)
    return rows.filter(placed__department__path__startswith=wanted.department.path)


def _searched(rows: QuerySet[Any], wanted: TrackingFilter) -> QuerySet[Any]:
    if wanted.state:
        rows = rows.filter(state__in=STATES[wanted.state][1])
    if wanted.q:
        found = Q(employee__name__icontains=wanted.q) | Q(employee__number__icontains=wanted.q)
        rows = rows.filter(found | Q(employee__email__icontains=wanted.q))
    return rows
