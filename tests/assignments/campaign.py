"""Short ways to a launched campaign, through the services."""

from datetime import date, datetime, timedelta
from uuid import UUID

from assignments import services
from assignments.audience import NamedPeople
from assignments.models import Campaign
from assignments.selectors import Audience, CampaignPreview, preview_campaign
from courses.models import Course
from people.models import Employee
from tests.factories import NOW, TODAY

IN_A_WEEK = TODAY + timedelta(days=7)


def named(*people: Employee) -> NamedPeople:
    return NamedPeople.from_text("\n".join(person.number for person in people))


def preview(course: Course, audience: Audience, due_on: date = IN_A_WEEK) -> CampaignPreview:
    return preview_campaign(course, audience, due_on, TODAY)


def launch(
    course: Course,
    audience: Audience,
    *,
    by: Employee,
    due_on: date = IN_A_WEEK,
    now: datetime = NOW,
    seen: str | None = None,
    uuid: UUID | None = None,
) -> Campaign:
    if seen is None:
        seen = preview_campaign(course, audience, due_on, now.date()).digest
    return services.launch_campaign(
        course=course, audience=audience, due_on=due_on, note="", by=by, now=now, seen=seen, uuid=uuid
    )
