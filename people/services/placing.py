"""Saying where somebody works from a day on. Rows are replaced, never edited."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from people.models import Department, Employee, Placement, Site
from people.selectors import local_day
from people.services.locking import locked
from people.services.wording import refuse_hidden
from people.signals import workforce_changed
from toolkit.errors import DomainError


@transaction.atomic
def place(
    employee: Employee,
    *,
    department: Department,
    site: Site,
    from_on: date,
    now: datetime,
    by: Employee | None = None,
    kind: str = Placement.Kind.EMPLOYED,
    job_title: str = "",
    manager: Employee | None = None,
    acting_manager: Employee | None = None,
) -> Placement:
    """From that day on, and until further notice, the employee works here and for this manager.

    Whatever was known about later days is replaced. The day may lie in the past: what was known until now stays on
    record as such. Raises DomainError for a closed department, a manager who has left, or an employee who leaves.
    """
    refuse_hidden(job_title)
    person = locked(employee)
    _check(person, department=department, from_on=from_on, managers=(manager, acting_manager))
    close_placements(person, on=from_on, by=by, now=now)
    placement = Placement.objects.create(
        employee=person,
        department=department,
        site=site,
        kind=Placement.Kind(kind),
        job_title=job_title,
        manager=manager,
        acting_manager=acting_manager,
        from_on=from_on,
        until_on=person.left_on,
        recorded_at=now,
        recorded_by=by,
    )
    workforce_changed.send(Employee, employee=person, today=local_day(person, now=now), now=now)
    return placement


def close_placements(person: Employee, *, on: date, by: Employee | None, now: datetime) -> None:
    """From that day on the person is placed nowhere. What began before it is replaced by a row that ends there."""
    known = person.placements.known()
    ended = list(known.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lt=on))
    known.filter(Q(pk__in=[row.pk for row in ended]) | Q(from_on__gte=on)).update(replaced_at=now)
    for row in ended:
        until(row, on, by=by, now=now).save(force_insert=True)


def until(row: Placement, day: date | None, *, by: Employee | None, now: datetime) -> Placement:
    """An unsaved copy of the placement that ends on another day."""
    return Placement(
        employee_id=row.employee_id,
        department_id=row.department_id,
        site_id=row.site_id,
        kind=row.kind,
        job_title=row.job_title,
        manager_id=row.manager_id,
        acting_manager_id=row.acting_manager_id,
        from_on=row.from_on,
        until_on=day,
        recorded_at=now,
        recorded_by=by,
    )


def _check(
    person: Employee, *, department: Department, from_on: date, managers: tuple[Employee | None, Employee | None]
) -> None:
    if not person.is_active or (person.left_on and person.left_on <= from_on):
        raise DomainError(_("%(name)s does not work here on that day.") % {"name": person.name})
    if not department.is_open(on=from_on):
        raise DomainError(_("%(name)s is not a department any more.") % {"name": department.name})
    for manager in filter(None, managers):
        if manager.pk == person.pk:
            raise DomainError(_("Nobody can be their own manager."))
        if not manager.is_active or manager.has_left(from_on):
            raise DomainError(_("%(name)s has left and cannot be a manager.") % {"name": manager.name})
