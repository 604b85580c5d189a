"""Who is late and has not been told yet, site by site; and what a reminder that is about to go would still say."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from assignments.ladder import is_mailing_time
from assignments.models import Assignment, Reminder
from courses.models import CourseVersion
from people.models import Placement, Site
from people.models.places import WEEKDAYS
from people.selectors import working_days_from, zone_named


@dataclass(frozen=True)
class LateDuty:
    title: str
    due_on: date


@dataclass(frozen=True)
class OpenPlace:
    """A site that may be written to now (None: people who are placed nowhere), with its zone."""

    site_id: int | None
    zone: str


def places_in_mailing_hours(*, now: datetime) -> list[OpenPlace]:
    """Where it is 08:00 to 17:00 on a working day. Who is placed nowhere goes by the organization's clock."""
    clocks = [(OpenPlace(pk, zone), days) for pk, zone, days in Site.objects.order_by("pk").values_list(*_CLOCK)]
    clocks.append((OpenPlace(None, settings.TIME_ZONE), WEEKDAYS))
    return [
        place
        for place, days in clocks
        if is_mailing_time(now, zone=zone_named(place.zone), working_days=working_days_from(days))
    ]


_CLOCK = ("pk", "time_zone", "working_days")


def overdue_untold(place: OpenPlace, *, now: datetime) -> QuerySet[Assignment]:
    """Open assignments that are late and in no reminder yet, of people there who can be written to."""
    today = now.astimezone(zone_named(place.zone)).date()
    placed = Placement.objects.on(today).filter(employee=OuterRef("employee"))
    here = Exists(placed.filter(site=place.site_id)) if place.site_id else ~Exists(placed)
    told = Reminder.objects.filter(assignment=OuterRef("pk"), rung=Reminder.Rung.OVERDUE)
    late = Assignment.objects.open().filter(here, ~Exists(told), due_at__lte=now, employee__is_active=True)
    return late.exclude(employee__email="").exclude(employee__left_on__lte=today)


def still_open(uuids: Iterable[str]) -> list[LateDuty]:
    """Those of the late assignments that are still their person's to do, the longest late first.

    A due date only ever gets earlier, so what was late once needs no second look at the clock.
    """
    newest = CourseVersion.objects.published().filter(course=OuterRef("course")).order_by("-number")
    rows = (
        Assignment.objects.open()
        .filter(uuid__in=[UUID(text) for text in uuids], employee__is_active=True)
        .order_by("due_at", "pk")
        .annotate(title=Subquery(newest.values("title")[:1]))
        .values_list("title", "due_on")
    )
    return [LateDuty(title, due_on) for title, due_on in rows]


def by_employee(assignments: Iterable[Assignment]) -> list[list[Assignment]]:
    """The assignments of each person, together."""
    grouped: dict[int, list[Assignment]] = defaultdict(list)
    for assignment in assignments:
        grouped[assignment.employee_id].append(assignment)
    return list(grouped.values())
