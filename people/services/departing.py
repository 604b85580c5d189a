"""Somebody leaves: their access ends with the day, and what they did stays on record."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Employee
from people.selectors import is_last_administrator, local_day
from people.services.locking import locked
from people.services.placing import close_placements, until
from people.signals import workforce_changed
from toolkit.errors import DomainError


@transaction.atomic
def depart(employee: Employee, *, on: date, by: Employee | None, now: datetime) -> Employee:
    """Record that `on` is the first day on which the person is no longer here: today, or a later day.

    Today ends their access at once; a later day is applied when it comes. A planned day can be moved by calling again.
    Raises DomainError for a day in the past, for somebody who has left, and for the last administrator.
    """
    person = locked(employee)
    today = local_day(person, now=now)
    if not person.is_active:
        raise DomainError(_("%(name)s has already left.") % {"name": person.name})
    if on < today:
        raise DomainError(_("The day cannot be in the past."))
    if is_last_administrator(person):
        raise DomainError(_("%(name)s is the last administrator. Name another one first.") % {"name": person.name})
    _reopen_placements(person, by=by, now=now)
    close_placements(person, on=on, by=by, now=now)
    person.left_on = on
    person.save(update_fields=["left_on"])
    if on <= today:
        _end_access(person)
    _tell(employee, person, today=today, now=now)
    return person


@transaction.atomic
def stay(employee: Employee, *, by: Employee | None, now: datetime) -> Employee:
    """Take back a planned departure. Raises DomainError if none is planned or it has already happened."""
    person = locked(employee)
    if not person.is_active or person.left_on is None:
        raise DomainError(_("No departure is planned for %(name)s.") % {"name": person.name})
    _reopen_placements(person, by=by, now=now)
    person.left_on = None
    person.save(update_fields=["left_on"])
    _tell(employee, person, today=local_day(person, now=now), now=now)
    return person


def apply_departures(*, now: datetime) -> int:
    """End the access of everybody whose day has come by the clock of their site. Returns how many that were."""
    farthest_ahead = (now + timedelta(hours=14)).date()  # UTC+14, the first place on earth where a day begins
    due = Employee.objects.filter(is_active=True, left_on__lte=farthest_ahead).order_by("pk")
    return sum(_apply_departure(person, now=now) for person in due)


@transaction.atomic
def _apply_departure(employee: Employee, *, now: datetime) -> bool:
    person = locked(employee)
    today = local_day(person, now=now)
    if not person.is_active or not person.has_left(today):
        return False
    _end_access(person)
    _tell(employee, person, today=today, now=now)
    return True


def _reopen_placements(person: Employee, *, by: Employee | None, now: datetime) -> None:
    """Undo what a planned departure closed, so that the next close counts from the whole placement."""
    if person.left_on is None:
        return
    closed = person.placements.known().filter(until_on=person.left_on).order_by("-from_on").first()
    if closed is not None:
        person.placements.filter(pk=closed.pk).update(replaced_at=now)
        until(closed, None, by=by, now=now).save(force_insert=True)


def _end_access(person: Employee) -> None:
    """Every way in is closed: password, second factors, sessions, links already mailed, and the address itself."""
    person.is_active = person.is_superuser = False
    person.set_unusable_password()  # sessions, reset links and invitations are bound to the old hash
    person.save(update_fields=["is_active", "is_superuser", "password"])
    person.groups.clear()
    person.user_permissions.clear()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()  # the next person with this address can have it
    for session in UserSession.objects.filter(user=person):
        session.end()


def _tell(employee: Employee, person: Employee, *, today: date, now: datetime) -> None:
    employee.refresh_from_db()
    workforce_changed.send(Employee, employee=person, today=today, now=now)
