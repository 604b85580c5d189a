"""Rows for tests whose point is something else. Where a rule matters, tests reach their state through services."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from people.models import Department, Employee, Placement, Site
from people.roles import Role

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)
PASSWORD = "a-password-for-tests"
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday
TODAY = NOW.date()


def make_site(name: str = "Main campus", **fields: Any) -> Site:
    fields.setdefault("time_zone", "America/Chicago")
    return Site.objects.get_or_create(name=name, defaults=fields)[0]


def make_department(name: str = "Nursing", parent: Department | None = None) -> Department:
    department = Department.objects.create(name=name, parent=parent, from_on=LONG_AGO, path="")
    department.path = f"{parent.path if parent else '/'}{department.pk}/"
    department.save(update_fields=["path"])
    return department


def make_employee(
    name: str = "Sam Doe",
    *,
    department: Department | None = None,
    manager: Employee | None = None,
    roles: tuple[Role, ...] = (),
    **fields: Any,
) -> Employee:
    number = fields.pop("number", None) or f"T-{next(_numbers):05}"
    email = fields.pop("email", f"{number.lower()}@example.org")
    employee = Employee.objects.create_user(number, name, PASSWORD, email=email, joined_on=LONG_AGO, **fields)
    if email:
        EmailAddress.objects.create(user=employee, email=email, primary=True, verified=True)
    for role in roles:
        employee.groups.add(Group.objects.get_or_create(name=role.value)[0])
    if department:
        Placement.objects.create(
            employee=employee,
            department=department,
            site=make_site(),
            manager=manager,
            from_on=LONG_AGO,
            recorded_at=NOW,
        )
    return employee
