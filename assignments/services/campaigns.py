"""Launching a campaign: one confirmation, one transaction, as many people as there are."""

import uuid as uuids
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignments.audience import AlreadyAssigned, Effect, Person
from assignments.errors import DueInThePast, NobodyToAssign, PreviewChanged
from assignments.facts import LAUNCHED
from assignments.models import Assignment, AssignmentReason, Campaign
from assignments.selectors.preview import Audience, CampaignPreview, chunks, preview_campaign
from courses.errors import NotPublished
from courses.models import Course
from ledger.facts import kind_of
from ledger.services import record_fact
from people.models import Department, Employee
from people.selectors import end_of_day, local_day, zone_named
from toolkit.errors import DomainError


@transaction.atomic
def launch_campaign(
    *,
    course: Course,
    audience: Audience,
    due_on: date,
    note: str,
    by: Employee,
    now: datetime,
    seen: str,
    uuid: uuids.UUID | None = None,
) -> Campaign:
    """Assign the course to everybody whom the preview with the digest `seen` showed, due at the end of `due_on`.

    `uuid` is chosen with the preview: confirming the same one twice gives the first campaign and no second effect.
    Who already has the course open gets another reason, and the earlier due date wins.
    Raises PreviewChanged, DueInThePast, NobodyToAssign, or NotPublished for a course that nobody could take.
    """
    # Launches of one course take turns here.
    Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    earlier = Campaign.objects.filter(uuid=uuid).first() if uuid else None
    if earlier is not None:
        return _same_or_refused(earlier, by)

    def checked() -> Effect:
        return _checked(preview_campaign(course, audience, due_on, local_day(by, now=now)), seen, by, now)

    _hold_still(checked().to_assign)
    effect = checked()
    campaign = Campaign.objects.create(
        uuid=uuid or uuids.uuid4(),
        course=course,
        department=audience if isinstance(audience, Department) else None,
        due_on=due_on,
        note=note,
        created_at=now,
        created_by=by,
    )
    _assign(campaign, effect.to_assign, now=now)
    _join(campaign, effect.already_assigned)
    record_fact(LAUNCHED, kind_of(LAUNCHED).rows().get(pk=campaign.pk), now=now)
    return campaign


def _same_or_refused(campaign: Campaign, by: Employee) -> Campaign:
    if campaign.created_by_id != by.pk:
        raise DomainError(_("Somebody else has confirmed this page already."))
    return campaign


def _checked(preview: CampaignPreview, seen: str, by: Employee, now: datetime) -> Effect:
    if preview.version is None:
        raise NotPublished
    if preview.due_on < local_day(by, now=now):
        raise DueInThePast
    if preview.digest != seen:
        raise PreviewChanged
    if preview.effect.is_empty:
        raise NobodyToAssign
    return preview.effect


def _hold_still(people: Iterable[Person]) -> None:
    """Lock these people until the commit.

    A completion or a departure locks its person too. So it either came first, and the check that follows sees it; or
    it waits, and finds the assignment that it has to close. Nobody is left with an open one that nothing would close.
    """
    for some in chunks([person.pk for person in people]):
        list(Employee.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk").values_list("pk"))


def _assign(campaign: Campaign, people: Iterable[Person], *, now: datetime) -> None:
    due_at = _DueAt(campaign.due_on)
    rows = [
        Assignment(
            employee_id=person.pk,
            course_id=campaign.course_id,
            due_on=campaign.due_on,
            due_at=due_at[person.zone],
            assigned_at=now,
        )
        for person in people
    ]
    Assignment.objects.bulk_create(rows)
    _give_reason(campaign, [row.pk for row in rows])


def _join(campaign: Campaign, duties: Iterable[AlreadyAssigned]) -> None:
    due_at = _DueAt(campaign.due_on)
    mine = Assignment.objects.open().filter(course=campaign.course_id)
    by_zone: dict[str, list[int]] = defaultdict(list)
    for duty in duties:
        by_zone[duty.person.zone].append(duty.person.pk)
    for zone, people in by_zone.items():
        for some in chunks(people):
            # In the order in which reminders lock them: otherwise each could wait for the other.
            locked = mine.filter(employee__in=some).select_for_update(no_key=True).order_by("pk")
            ids = list(locked.values_list("pk", flat=True))
            _give_reason(campaign, ids)
            mine.filter(pk__in=ids, due_on__gt=campaign.due_on).update(due_on=campaign.due_on, due_at=due_at[zone])


def _give_reason(campaign: Campaign, assignment_ids: Iterable[int]) -> None:
    AssignmentReason.objects.bulk_create(
        AssignmentReason(assignment_id=pk, campaign=campaign, due_on=campaign.due_on) for pk in assignment_ids
    )


class _DueAt(dict[str, datetime]):
    """The end of the due day by time zone, worked out once for each."""

    def __init__(self, due_on: date) -> None:
        super().__init__()
        self.due_on = due_on

    def __missing__(self, zone: str) -> datetime:
        self[zone] = end_of_day(self.due_on, zone_named(zone))
        return self[zone]
