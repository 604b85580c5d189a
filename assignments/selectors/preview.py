"""What a campaign would do, worked out before anybody confirms it, and again at the confirmation."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Lower

from assignments.audience import Effect, Entry, NamedPeople, Person, sort_out
from assignments.models import Assignment
from courses.models import Completion, Course, CourseVersion
from courses.selectors import current_version
from people.models import Department, Employee, Placement

# A department stands for itself and everything below it.
Audience = Department | NamedPeople

# Ids in one statement; both databases allow more.
CHUNK = 2000


@dataclass(frozen=True)
class CampaignPreview:
    """Exactly what would happen. `digest` names it: the confirmation has to send it back unchanged."""

    course: Course
    version: CourseVersion | None
    audience: Audience
    due_on: date
    effect: Effect

    @cached_property
    def digest(self) -> str:
        return self.effect.digest(self.course.slug, self.due_on.isoformat())

    @cached_property
    def without_address(self) -> tuple[Person, ...]:
        """Who would be assigned but can get no mail."""
        return tuple(person for person in self.effect.to_assign if not person.has_address)


def preview_campaign(course: Course, audience: Audience, due_on: date, today: date) -> CampaignPreview:
    """What assigning the course to the audience would do today; `due_on` is the last day on which it is on time."""
    people, unknown = _in_department(audience, today) if isinstance(audience, Department) else _named(audience, today)
    ids = [person.pk for person in people]
    effect = sort_out(
        people,
        due_on=due_on,
        open_due=_open_due(course, ids),
        held_until=_held_until(course, ids, due_on),
        unknown=unknown,
    )
    return CampaignPreview(course, current_version(course), audience, due_on, effect)


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    rows = list(ids)
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _in_department(department: Department, today: date) -> tuple[list[Person], list[Entry]]:
    here = Placement.objects.known().filter(Q(until_on=None) | Q(until_on__gt=today))
    here = here.filter(department__path__startswith=department.path).order_by("-from_on")
    begins = dict(here.values_list("employee_id", "from_on"))  # the earliest comes last and stays
    people = [
        replace(person, starts_on=begins[person.pk]) if begins[person.pk] > today else person
        for person in _facts(begins, today)
    ]
    return people, []


def _named(named: NamedPeople, today: date) -> tuple[list[Person], list[Entry]]:
    """The people behind the entries, and the entries that name nobody. An address means who has it now."""
    wanted = {entry.key: entry for entry in named.entries}
    found: dict[str, int] = {}
    for keys in _key_chunks(list(wanted)):
        rows = Employee.objects.annotate(low_number=Lower("number"), low_email=Lower("email"))
        rows = rows.filter(Q(low_number__in=keys) | Q(low_email__in=[key for key in keys if "@" in key]))
        # Leavers' addresses are used again: leavers come first and current people overwrite them, numbers all.
        for pk, number, email in rows.order_by("is_active", "pk").values_list("pk", "low_number", "low_email"):
            if email in wanted:
                found[email] = pk
            if number in wanted:
                found[number] = pk
    unknown = [entry for key, entry in wanted.items() if key not in found]
    return list(_facts(set(found.values()), today)), unknown


def _key_chunks(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _facts(ids: Collection[int], today: date) -> Iterator[Person]:
    for some in chunks(ids):
        placed = Placement.objects.known().filter(Q(until_on=None) | Q(until_on__gt=today), employee__in=some)
        # The placement of today, else the first one to come, stays: it is read last.
        where = {pk: (zone, begins) for pk, zone, begins in placed.order_by("-from_on").values_list(*_PLACEMENT)}
        for pk, uuid, number, name, email, is_active, joined_on, left_on in Employee.objects.filter(
            pk__in=some
        ).values_list(*_EMPLOYEE):
            zone, begins = where.get(pk, (settings.TIME_ZONE, joined_on))
            yield Person(
                pk=pk,
                uuid=uuid,
                number=number,
                name=name,
                zone=zone,
                has_address=bool(email),
                has_left=left_on is not None and left_on <= today,
                may_sign_in=is_active,
                starts_on=begins if begins and begins > today else None,
            )


_PLACEMENT = ("employee_id", "site__time_zone", "from_on")
_EMPLOYEE = ("pk", "uuid", "number", "name", "email", "is_active", "joined_on", "left_on")


def _open_due(course: Course, ids: Collection[int]) -> dict[int, date]:
    mine = Assignment.objects.open().filter(course=course)
    due: dict[int, date] = {}
    for some in chunks(ids):
        due.update(mine.filter(employee__in=some).values_list("employee_id", "due_on"))
    return due


def _held_until(course: Course, ids: Collection[int], due_on: date) -> dict[int, date | None]:
    """Until when the course is held, for those who still hold it on the due day."""
    held: dict[int, date | None] = {}
    for some in chunks(ids):
        rows = Completion.objects.holding(due_on).filter(course=course, employee__in=some)
        for pk, until in rows.values_list("employee_id", "valid_until"):
            longest = held.get(pk, until)
            held[pk] = None if until is None or longest is None else max(until, longest)
    return held
