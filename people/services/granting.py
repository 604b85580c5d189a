"""Giving roles and taking them away. Roles are read with every request, so a change holds at once."""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Employee
from people.roles import GRANTED, Role
from people.selectors import is_last_administrator
from people.services.locking import locked
from toolkit.errors import DomainError


@transaction.atomic
def grant_role(employee: Employee, role: Role, *, by: Employee | None, now: datetime) -> None:
    """Give the role. Raises DomainError for a role that follows from placements, and for somebody who has left."""
    person = locked(employee)
    if role not in GRANTED:
        raise DomainError(_("This role is not granted: it follows from where people work."))
    if not person.is_active:
        raise DomainError(_("%(name)s has left.") % {"name": person.name})
    person.groups.add(Group.objects.get(name=role.value))
    _record(employee, f"Granted the role: {role.value}", by=by, now=now)


@transaction.atomic
def withdraw_role(employee: Employee, role: Role, *, by: Employee | None, now: datetime) -> None:
    """Take the role away. Raises DomainError for the last administrator: nobody could name another."""
    person = locked(employee)
    if role == Role.ADMINISTRATOR and is_last_administrator(person):
        raise DomainError(_("%(name)s is the last administrator. Name another one first.") % {"name": person.name})
    person.groups.remove(*Group.objects.filter(name=role.value))
    _record(employee, f"Withdrew the role: {role.value}", by=by, now=now)


def _record(employee: Employee, message: str, *, by: Employee | None, now: datetime) -> None:
    employee.__dict__.pop("roles", None)  # what this object remembers of its roles
    if by is None:
        return  # a command on the machine: its operator is not a person here
    LogEntry.objects.create(
        user=by,
        action_time=now,
        content_type=ContentType.objects.get_for_model(Employee),
        object_id=str(employee.pk),
        object_repr=str(employee)[:200],
        action_flag=CHANGE,
        change_message=message,
    )
