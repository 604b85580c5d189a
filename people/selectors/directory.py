"""The directory of people, and what HR wants to know about one of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from notices.models import Notice
from people.models import Department, Employee, Placement, Site

INVITATION = "people.invitation"


def directory(
    *, on: date, words: str = "", department: Department | None = None, is_here: bool | None = True
) -> QuerySet[Employee]:
    """People by name, each with `.placed`, a list of at most one placement on that day.

    Every one of `words` has to occur in the name, the number or the address. `is_here`: None for everybody.
    """
    people = Employee.objects.order_by("name", "pk")
    if is_here is not None:
        people = people.filter(is_active=is_here)
    if department is not None:
        placements = Placement.objects.on(on).filter(department__path__startswith=department.path)
        people = people.filter(pk__in=placements.values("employee"))
    for word in words.split()[:10]:
        people = people.filter(Q(name__icontains=word) | Q(number__icontains=word) | Q(email__icontains=word))
    placed = Placement.objects.on(on).select_related("department", "site", "manager", "acting_manager")
    return people.prefetch_related(Prefetch("placements", queryset=placed, to_attr="placed"))


def placements_of(employee: Employee) -> list[Placement]:
    """Where the employee is, was and will be, as far as we know now, newest first."""
    known = employee.placements.known().order_by("-from_on")
    return list(known.select_related("department", "site", "manager", "acting_manager"))


def never_begun(employee: Employee) -> Placement | None:
    """For somebody who was placed nowhere, ever: what was recorded last, and replaced before it could begin."""
    if employee.placements.known().exists():
        return None
    recorded = employee.placements.order_by("-recorded_at", "-pk")
    return recorded.select_related("department", "site").first()


@dataclass(frozen=True)
class Missing:
    """What somebody has to be placed in, and does not exist yet: a new site begins without."""

    department: bool
    site: bool


def missing_for_placing() -> Missing | None:
    """None once there is a department and a site."""
    missing = Missing(department=not Department.objects.current().exists(), site=not Site.objects.exists())
    return missing if missing.department or missing.site else None


@dataclass(frozen=True)
class Access:
    """How somebody stands with the sign-in."""

    has_password: bool
    last_sign_in_at: datetime | None
    invited_at: datetime | None
    may_be_mailed: bool
    may_be_handed_a_link: bool


def access_of(employee: Employee) -> Access:
    """Whether the person has been asked in, and came.

    A link to hand over is for those who have no address, and no role beyond their own training: with such a link HR
    could become anybody.
    """
    invitations = Notice.objects.filter(kind=INVITATION, recipient_uuid=employee.uuid).order_by("-created_at")
    has_password = employee.has_usable_password()
    return Access(
        has_password=has_password,
        last_sign_in_at=employee.last_login,
        invited_at=invitations.values_list("created_at", flat=True).first(),
        may_be_mailed=employee.is_active and bool(employee.email) and not has_password,
        may_be_handed_a_link=employee.is_active and not employee.email and not employee.groups.exists(),
    )


@dataclass(frozen=True)
class Departure:
    """What happens when somebody leaves, said before it is done."""

    reports: list[Employee]
    roles: list[str]


def departure_of(employee: Employee, *, on: date) -> Departure:
    """Who would be left without a manager from that day, and which roles would end."""
    placements = Placement.objects.known().filter(Q(until_on=None) | Q(until_on__gt=on))
    mine = placements.filter(Q(manager=employee) | Q(acting_manager=employee))
    reports = Employee.objects.filter(is_active=True, pk__in=mine.values("employee")).order_by("name", "pk")
    return Departure(reports=list(reports), roles=list(employee.groups.order_by("name").values_list("name", flat=True)))
