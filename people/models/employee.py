"""The employee, who is also the user."""

import uuid
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import connection, models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.roles import GRANTED, Role
from people.validators import validate_number, validate_plain_line

# What somebody may do, asked for beside a row of people_employee. Two values: the day, twice.
LEADS_SOMEBODY = """EXISTS (
    SELECT 1 FROM people_placement
    WHERE (manager_id = people_employee.id OR acting_manager_id = people_employee.id)
    AND replaced_at IS NULL AND from_on <= %s AND (until_on IS NULL OR until_on > %s)
)"""
GROUPS_OF = """
    LEFT JOIN people_employee_groups ON people_employee_groups.employee_id = people_employee.id
    LEFT JOIN auth_group ON auth_group.id = people_employee_groups.group_id
"""
# Written out, it costs a third of what the ORM takes.
_ROLES = f"""
    SELECT auth_group.name, {LEADS_SOMEBODY} FROM people_employee {GROUPS_OF} WHERE people_employee.id = %s
"""  # noqa: S608 - made of the two above


def roles_from(rows: Iterable[tuple[str | None, bool]]) -> frozenset[Role]:
    """The roles of a person of whom each row names a group, or none, and says whether they lead somebody."""
    found = list(rows)
    groups = {group for group, _leads in found}
    may = {Role.EMPLOYEE, *(role for role in GRANTED if role.value in groups)}
    if any(leads for _group, leads in found):
        may.add(Role.MANAGER)
    return frozenset(may)


class EmployeeManager(BaseUserManager["Employee"]):
    def get_by_natural_key(self, username: str | None) -> "Employee":
        return self.get(number__iexact=username)

    def create_user(self, number: str, name: str, password: str | None = None, **fields: Any) -> "Employee":
        """An employee row and nothing else. The business act, with placement and mail, is `people.services.hire`."""
        employee = self.model(number=number, name=name, **fields)
        employee.set_password(password)
        employee.save()
        return employee


class Employee(AbstractBaseUser, PermissionsMixin):
    """A person in the workforce: employed, contracted, volunteering or studying here, now or in the past."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(
        _("employee number"), max_length=40, unique=True, validators=[validate_number, validate_plain_line]
    )
    name = models.CharField(_("name"), max_length=200, validators=[validate_plain_line])
    called = models.CharField(_("what to call them"), max_length=80, blank=True, validators=[validate_plain_line])
    email = models.EmailField(
        _("e-mail address"),
        max_length=254,
        blank=True,
        error_messages={"invalid": _("Enter a valid e-mail address.")},
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_on = models.DateField(_("first day"), null=True, blank=True)
    left_on = models.DateField(_("first day no longer here"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EmployeeManager()

    USERNAME_FIELD = "number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        constraints = [
            # Two current people with one address would read each other's mail. Leavers' addresses are used again.
            models.UniqueConstraint(
                Lower("email"),
                condition=models.Q(is_active=True) & ~models.Q(email=""),
                name="people_employee_email_of_current",
                violation_error_message=_("Somebody who works here already has this e-mail address."),
            ),
            # E-00417 and e-00417 typed at sign-in are one person.
            models.UniqueConstraint(
                Lower("number"),
                name="people_employee_number_any_case",
                violation_error_message=_("Somebody already has this employee number."),
            ),
            # A number that reads as somebody's address would let one name at sign-in mean two people.
            models.CheckConstraint(
                condition=~models.Q(number__contains="@"),
                name="people_employee_number_no_address",
                violation_error_message=_("An employee number cannot contain “@”."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """What the person is called, else the first word of the name."""
        return self.called or self.name.split(" ")[0]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.short_name

    def has_left(self, on: date) -> bool:
        return self.left_on is not None and self.left_on <= on

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Every role of this person, in one query: granted ones are groups, manager follows from placements."""
        today = timezone.now().date()  # the one clock in a model: what somebody may do is asked for by edges alone
        day = connection.ops.adapt_datefield_value(today)
        with connection.cursor() as cursor:
            cursor.execute(_ROLES, [day, day, self.pk])
            return roles_from(cursor.fetchall())

    def has_role(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """May open the Django admin."""
        return self.has_role(Role.ADMINISTRATOR)
