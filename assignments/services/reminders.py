"""The reminder of what is overdue: one mail a person with all their late courses, and never two for one of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignments.models import Assignment, Reminder
from assignments.selectors.overdue import OpenPlace, by_employee, overdue_untold, places_in_mailing_hours
from notices.models import Notice
from notices.services import NewNotice, queue_notices

OVERDUE = "assignments.overdue"
PEOPLE_AT_ONCE = 200


def remind_overdue(*, now: datetime) -> int:
    """Queue a reminder for everybody who is late and was not told, where it is working time. Returns how many people.

    Each batch is a transaction of its own, so that no site waits long for the database: what one run leaves, the next
    one takes. Who has no e-mail address gets nothing, and nothing is noted: once they have one, they are told.
    """
    return sum(_remind_at(place, now=now) for place in places_in_mailing_hours(now=now))


def _remind_at(place: OpenPlace, *, now: datetime) -> int:
    people = list(overdue_untold(place, now=now).order_by("employee").values_list("employee", flat=True).distinct())
    batches = [people[start : start + PEOPLE_AT_ONCE] for start in range(0, len(people), PEOPLE_AT_ONCE)]
    return sum(_remind(place, batch, now=now) for batch in batches)


@transaction.atomic
def _remind(place: OpenPlace, people: list[int], *, now: datetime) -> int:
    # The locks let one of two keepers through at a time. The second statement then sees what the other one committed:
    # the first one cannot, since it looked for reminders before it waited.
    late = overdue_untold(place, now=now).filter(employee__in=people).order_by("pk")
    locked = [row.pk for row in late.select_for_update(of=("self",), no_key=True)]
    rows = overdue_untold(place, now=now).filter(pk__in=locked).select_related("employee").order_by("due_at", "pk")
    groups = by_employee(rows)
    queue_notices([_notice(group, place.zone) for group in groups], now=now)
    uuids = dict(
        Notice.objects.filter(dedup_key__in=[_key(group) for group in groups]).values_list("dedup_key", "uuid")
    )
    Reminder.objects.bulk_create(
        Reminder(assignment=row, rung=Reminder.Rung.OVERDUE, notice_uuid=uuids[_key(group)], decided_at=now)
        for group in groups
        for row in group
    )
    return len(groups)


def _key(late: list[Assignment]) -> str:
    # An assignment is in one overdue reminder in its life, so any of them names the mail for ever.
    return f"{OVERDUE}:{min(str(row.uuid) for row in late)}"


def _notice(late: list[Assignment], zone: str) -> NewNotice:
    person = late[0].employee
    return NewNotice(
        kind=OVERDUE,
        address=person.email,
        recipient_uuid=person.uuid,
        recipient_name=person.name,
        reason=_("A course that you were asked to finish is past its due date."),
        payload={"assignments": [str(row.uuid) for row in late], "called": person.short_name},
        dedup_key=_key(late),
        zone=zone,
    )
