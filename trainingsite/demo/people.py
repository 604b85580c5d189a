"""The people of the demo: about 220, of every kind, with managers and a little history, in a few statements."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from secrets import token_urlsafe

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from people.models import Employee, Placement
from people.roles import Role
from trainingsite.demo.names import address_for, invented_names
from trainingsite.demo.organization import CLINIC, NAME, UNITS, Unit, make_departments, make_sites

SEED = 20260101  # the same organization on every machine


@dataclass(frozen=True)
class Known:
    """Somebody with a part to play. `account` is the role under which the demo hands out their password."""

    number: str
    name: str
    unit: str
    title: str
    account: str = ""
    role: Role | None = None
    is_head: bool = False
    called: str = ""


KNOWN = (
    Known("R-1001", "Ada Osei", "7 East", "Registered nurse", "employee"),
    Known("R-1002", "Boris Petrov", "7 East", "Nurse manager", "manager", is_head=True),
    Known("R-1003", "Hana Lindqvist", "Human resources", "Director of human resources", "hr", Role.HR, is_head=True),
    Known(
        "R-1004",
        "Cleo Marchetti",
        "Compliance and privacy",
        "Chief compliance officer",
        "compliance",
        Role.COMPLIANCE,
        is_head=True,
    ),
    Known("R-1005", "Tomás Herrera", "Communications", "Social media manager", "author", Role.AUTHOR),
    Known("R-1006", "Rut Aalto", "Facilities", "Systems administrator", "admin", Role.ADMINISTRATOR),
    Known("R-1007", "Zoë O'Brien-Łukasiewicz", "7 East", "Registered nurse"),
    Known("R-1008", "ليلى حداد", "Intensive care", "Critical care nurse", called="Layla"),
    Known("R-1009", "Ming-Na Chow", "Compliance and privacy", "Privacy officer", role=Role.PRIVACY),
)


@transaction.atomic
def load_people(*, now: datetime) -> int:
    """Everybody, with the organization around them. Returns how many; 0 if they are here already."""
    if Employee.objects.filter(number=KNOWN[0].number).exists():
        return 0
    random = Random(SEED)  # noqa: S311 - invents people, guards nothing
    sites, departments = make_sites(), make_departments()
    seats = list(_seats(random))
    people = Employee.objects.bulk_create(_employees(seats, random, today=now.date()))
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
        if person.email and person.is_active
    )
    heads = {seat.unit.name: person for seat, person in zip(seats, people, strict=True) if seat.is_head}
    placements = []
    for seat, person in zip(seats, people, strict=True):
        placements += _placements(seat, person, heads, random, now=now)
    for placement, seat in placements:
        placement.department, placement.site = departments[seat.unit.name], sites[seat.unit.site]
    Placement.objects.bulk_create(placement for placement, _seat in placements)
    _grant_roles()
    return len(people)


@dataclass(frozen=True)
class _Seat:
    unit: Unit
    title: str
    is_head: bool = False
    known: Known | None = None


def _seats(random: Random) -> Iterator[_Seat]:
    """One seat for everybody, unit by unit: the head first."""
    for unit in UNITS:
        known = [one for one in KNOWN if one.unit == unit.name]
        heads = [one for one in known if one.is_head]
        yield _Seat(unit, unit.head, is_head=True, known=heads[0] if heads else None)
        for one in known:
            if not one.is_head:
                yield _Seat(unit, one.title, known=one)
        for _ in range(unit.size - len(known)):
            yield _Seat(unit, random.choice(unit.titles))


def _employees(seats: list[_Seat], random: Random, *, today: date) -> list[Employee]:
    names, taken = invented_names(random), set[str]()
    shared = make_password(token_urlsafe(24))  # nobody is told: only the handed-out accounts sign in
    people = []
    for place, seat in enumerate(seats):
        known = seat.known
        name = known.name if known else next(names)
        joined_on = today - timedelta(days=random.randint(40, 3600))
        has_left = known is None and not seat.is_head and random.random() < 0.02
        has_no_address = known is None and not seat.is_head and seat.unit.name == "Facilities" and random.random() < 0.5
        left_on = today - timedelta(days=random.randint(3, 30)) if has_left else None
        people.append(
            Employee(
                number=known.number if known else f"R-{2001 + place}",
                name=name,
                called=known.called if known else "",
                email="" if has_no_address else address_for((known and known.called) or name, taken=taken),
                password=shared,
                is_active=not has_left,
                joined_on=joined_on,
                left_on=left_on,
                last_login=None,
            )
        )
    return people


def _placements(
    seat: _Seat, person: Employee, heads: dict[str, Employee], random: Random, *, now: datetime
) -> list[tuple[Placement, _Seat]]:
    assert person.joined_on
    above = heads.get(seat.unit.part_of) if seat.is_head else heads[seat.unit.name]
    kind = _kind(seat, random)
    row = Placement(
        employee=person,
        kind=kind,
        job_title=seat.title,
        manager=above,
        from_on=person.joined_on,
        until_on=person.left_on,
        recorded_at=datetime.combine(person.joined_on, time(15), tzinfo=UTC),
    )
    if person.left_on or seat.is_head or random.random() > 0.08:
        return [(row, seat)]
    # Some came from another unit: what was known then was replaced when they moved.
    other = _Seat(next(unit for unit in UNITS if unit.site == CLINIC and unit.size > 10), seat.title)
    moved_on = person.joined_on + (now.date() - person.joined_on) / 2
    moved_at = datetime.combine(moved_on, time(15), tzinfo=UTC)
    first = _copy(row, manager=heads[other.unit.name], recorded_at=row.recorded_at, replaced_at=moved_at)
    closed = _copy(row, manager=heads[other.unit.name], recorded_at=moved_at, until_on=moved_on)
    row.from_on, row.recorded_at = moved_on, moved_at
    return [(first, other), (closed, other), (row, seat)]


def _copy(row: Placement, **changes: object) -> Placement:
    facts = {
        "employee": row.employee,
        "kind": row.kind,
        "job_title": row.job_title,
        "manager": row.manager,
        "from_on": row.from_on,
        "recorded_at": row.recorded_at,
    }
    return Placement(**(facts | changes))


def _kind(seat: _Seat, random: Random) -> str:
    if seat.known or seat.is_head or seat.unit.name == NAME:
        return Placement.Kind.EMPLOYED
    kinds = (Placement.Kind.EMPLOYED, Placement.Kind.CONTRACTOR, Placement.Kind.VOLUNTEER, Placement.Kind.STUDENT)
    return random.choices(kinds, weights=(82, 8, 5, 5))[0]


def _grant_roles() -> None:
    for known in KNOWN:
        if known.role:
            Employee.objects.get(number=known.number).groups.add(Group.objects.get(name=known.role.value))
