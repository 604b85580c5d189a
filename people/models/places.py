"""Where people work: sites with a clock and a calendar, and the tree of departments."""

import uuid
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.validators import validate_plain_line, validate_time_zone, validate_working_days

WEEKDAYS = [0, 1, 2, 3, 4]


def default_working_days() -> list[int]:
    return list(WEEKDAYS)


class Site(models.Model):
    """A place with a time zone and working days. Due dates end, and mails go out, by its clock."""

    name = models.CharField(_("name"), max_length=120, unique=True, validators=[validate_plain_line])
    time_zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    working_days = models.JSONField(
        _("working days"),
        default=default_working_days,
        help_text=_("0 is Monday, 6 is Sunday."),
        validators=[validate_working_days],
    )

    class Meta:
        verbose_name = _("site")

    def __str__(self) -> str:
        return self.name


class DepartmentQuerySet(models.QuerySet["Department"]):
    def current(self) -> "DepartmentQuerySet":
        return self.filter(until_on=None, replaced_at=None)

    def below(self, department: "Department") -> "DepartmentQuerySet":
        """The department itself and everything under it."""
        return self.filter(path__startswith=department.path)


class Department(models.Model):
    """A node of the organization tree, from a day until a day. Moved in the tree, it becomes a new node.

    So `path`, the ids from the root as /1/7/23/, never changes, and a subtree is one prefix.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, validators=[validate_plain_line])
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    replaced_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        ordering = ["path"]
        constraints = [
            # A node that ends before it begins belongs to no day, and its people to nobody.
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gt=models.F("from_on")),
                name="people_department_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, *, on: date) -> bool:
        """Whether people can be placed here from that day on."""
        return self.replaced_at is None and (self.until_on is None or self.until_on > on)

    @property
    def depth(self) -> int:
        return self.path.count("/") - 2
