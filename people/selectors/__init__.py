"""Reads about people: who is where, by whose clock, for whom."""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet

from people.invitations import read_token
from people.models import Employee, Placement
from people.models.places import WEEKDAYS
from people.roles import Role
from people.validators import are_working_days

log = logging.getLogger(__name__)


def current_placement(employee: Employee, *, on: date) -> Placement | None:
    """Where the employee is on that day, as far as we know now."""
    return employee.placements.on(on).select_related("department", "site", "manager", "acting_manager").first()


def time_zone_of(employee: Employee, *, on: date | None = None) -> ZoneInfo:
    """The zone of the employee's site on that day, else of the latest one, else the organization's."""
    known = employee.placements.known().order_by("-from_on").select_related("site")
    placement = (known.on(on).first() if on else None) or known.first()
    return zone_named(placement.site.time_zone if placement else settings.TIME_ZONE)


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name; the organization's for one that does not exist.

    Sites are checked when they are written. A row that got in another way must not close every page to its people.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        log.error("A site has the unknown time zone %r: its people go by %s.", name, settings.TIME_ZONE)
        return ZoneInfo(settings.TIME_ZONE)


def working_days_from(stored: Any) -> list[int]:
    """The stored working days; Monday to Friday where something else was stored."""
    if are_working_days(stored):
        return list(stored)
    log.error("A site has the working days %r: Monday to Friday are used.", stored)
    return WEEKDAYS


def local_day(employee: Employee, *, now: datetime) -> date:
    """The calendar day at the employee's site at `now`."""
    return now.astimezone(time_zone_of(employee, on=now.date())).date()


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The first instant after `day` in `zone`, aware: what is due on that day is late from then on."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def people_of(manager: Employee, *, on: date) -> QuerySet[Employee]:
    """Those whose manager or acting manager this is on that day."""
    placements = Placement.objects.on(on)
    mine = placements.filter(manager=manager) | placements.filter(acting_manager=manager)
    return Employee.objects.filter(is_active=True, pk__in=mine.values("employee"))


def has_second_factor(employee: Employee) -> bool:
    """Whether the employee set up an authenticator app or a passkey."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=employee, type__in=kinds).exists())


def is_last_administrator(employee: Employee) -> bool:
    """Whether nobody but this person could name another administrator."""
    administrators = Employee.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR.value)
    return list(administrators.values_list("pk", flat=True)[:2]) == [employee.pk]


def invited_person(token: str, *, now: datetime) -> Employee | None:
    """Who may choose a password with this link; None if it was used, is too old, or the person has left."""
    invitation = read_token(token, now=now)
    person = Employee.objects.filter(uuid=invitation.person, is_active=True).first() if invitation else None
    return person if person and invitation and invitation.is_for(person.password) else None
