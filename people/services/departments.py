"""The tree of departments: making a node, and moving one with everything under it."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from people.models import Department, Employee, Placement
from people.services.placing import place
from people.services.wording import refuse_hidden
from toolkit.errors import DomainError


@transaction.atomic
def make_department(name: str, *, parent: Department | None, from_on: date) -> Department:
    """A new node below `parent`, or a new root. Raises DomainError for a parent that does not exist on that day."""
    refuse_hidden(name)
    if parent is not None and not parent.is_open(on=from_on):
        raise DomainError(_("%(name)s is not a department any more.") % {"name": parent.name})
    department = Department.objects.create(name=name, parent=parent, from_on=from_on, path="")
    department.path = f"{parent.path if parent else '/'}{department.pk}/"
    department.save(update_fields=["path"])
    return department


@transaction.atomic
def move_department(
    department: Department, *, parent: Department | None, from_on: date, by: Employee | None, now: datetime
) -> Department:
    """The department below another parent from that day, as a new node that its people and sub-departments follow.

    Raises DomainError if it would stand below itself.
    """
    if parent is not None and parent.path.startswith(department.path):
        raise DomainError(_("A department cannot be a part of itself."))
    if from_on <= department.from_on:
        raise DomainError(_("A department can only be moved after its first day."))
    moved = make_department(department.name, parent=parent, from_on=from_on)
    for child in Department.objects.current().filter(parent=department):
        move_department(child, parent=moved, from_on=from_on, by=by, now=now)
    until_further_notice = Q(until_on=None) | Q(until_on=F("employee__left_on"), until_on__gt=from_on)
    held_here = Placement.objects.known().filter(until_further_notice, department=department)
    for held in held_here.select_related("employee", "site", "manager", "acting_manager"):
        place(
            held.employee,
            department=moved,
            site=held.site,
            from_on=max(from_on, held.from_on),
            now=now,
            by=by,
            kind=held.kind,
            job_title=held.job_title,
            manager=_unless_left(held.manager, on=from_on),
            acting_manager=_unless_left(held.acting_manager, on=from_on),
        )
    department.until_on = from_on
    department.save(update_fields=["until_on"])
    return moved


def _unless_left(manager: Employee | None, *, on: date) -> Employee | None:
    return manager if manager and manager.is_active and not manager.has_left(on) else None
