"""Who was where, for whom, from a day until a day; and when we knew it."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.employee import Employee
from people.models.places import Department, Site
from people.validators import validate_plain_line


class PlacementQuerySet(models.QuerySet["Placement"]):
    def known(self) -> "PlacementQuerySet":
        """What we hold to be true now: rows that no later row replaced."""
        return self.filter(replaced_at=None)

    def on(self, day: date) -> "PlacementQuerySet":
        return self.known().filter(models.Q(until_on=None) | models.Q(until_on__gt=day), from_on__lte=day)


class Placement(models.Model):
    """An employee in a department, with title and manager. Two times: the days it was so, and when we recorded it.

    A row is never edited but for `replaced_at`: what turns out otherwise is replaced by new rows.
    """

    class Kind(models.TextChoices):
        EMPLOYED = "employed", _("Employee")
        CONTRACTOR = "contractor", _("Contractor")
        VOLUNTEER = "volunteer", _("Volunteer")
        STUDENT = "student", _("Student")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="placements")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="placements")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.EMPLOYED)
    job_title = models.CharField(_("job title"), max_length=120, blank=True, validators=[validate_plain_line])
    manager = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="managed_placements"
    )
    acting_manager = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="acting_placements"
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        Employee, on_delete=models.PROTECT, null=True, blank=True, related_name="recorded_placements"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        constraints = [
            # Two open placements would count, assign and remind a person twice.
            models.UniqueConstraint(
                fields=["employee"],
                condition=models.Q(until_on=None, replaced_at=None),
                name="people_placement_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None) | models.Q(until_on__gt=models.F("from_on")),
                name="people_placement_days_in_order",
            ),
            # Somebody who manages themselves would never be seen by anybody.
            models.CheckConstraint(
                condition=~models.Q(manager=models.F("employee")) & ~models.Q(acting_manager=models.F("employee")),
                name="people_placement_not_own_manager",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "employee"],
                condition=models.Q(until_on=None, replaced_at=None),
                name="people_placement_now_by_dept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee} in {self.department} from {self.from_on}"

    @property
    def last_day(self) -> date | None:
        return self.until_on - timedelta(days=1) if self.until_on else None
