"""The rows behind the figures, for the page and for the export alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from assignments.selectors import LATE, State
from certificates.numbers import grouped
from reports.selectors.filtering import SORTS, Choices, TrackingFilter, tracked


@dataclass(frozen=True)
class TrackedRow:
    """One person's assignment. `days_late` counts from the first day after the due day."""

    person: UUID
    name: str
    number: str
    department: str
    course_id: int
    course: str
    due_on: date
    state: State
    days_late: int
    closed_by: str
    completed_on: date | None
    certificate: str

    @property
    def is_late(self) -> bool:
        return self.state in LATE


FIELDS = (
    "employee__uuid",
    "employee__name",
    "employee__number",
    "placed__department__name",
    "course_id",
    "course__slug",
    "due_on",
    "due_at",
    "state",
    "closed_by",
    "completion__completed_on",
    "completion__certificate__number",
)


def tracked_in_order(wanted: TrackingFilter, *, now: datetime) -> QuerySet[Any, tuple[Any, ...]]:
    """The filter's assignments in its order, as tuples; who has no value stands last."""
    keys = [
        F(name).desc(nulls_last=True) if wanted.is_descending and place == 0 else F(name).asc(nulls_last=True)
        for place, name in enumerate(SORTS[wanted.sort])
    ]
    return tracked(wanted, now=now).order_by(*keys, "pk").values_list(*FIELDS)


def rows_from(tuples: Iterator[tuple[Any, ...]], choices: Choices, *, now: datetime) -> Iterator[TrackedRow]:
    """The tuples as rows, one by one, so that an export of any length needs little memory."""
    titles = {choice.course.pk: choice.title for choice in choices.courses}
    for uuid, name, number, part, course_id, slug, due_on, due_at, state, closed_by, completed, certificate in tuples:
        known = State(state)
        yield TrackedRow(
            person=uuid,
            name=name,
            number=number,
            department=part or "",
            course_id=course_id,
            course=titles.get(course_id, slug),
            due_on=due_on,
            state=known,
            days_late=(now - due_at).days + 1 if known in LATE else 0,
            closed_by=closed_by,
            completed_on=completed,
            certificate=grouped(certificate) if certificate else "",
        )
