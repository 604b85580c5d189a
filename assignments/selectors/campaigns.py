"""Campaigns with what became of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from assignments.models import AssignmentReason, Campaign
from assignments.selectors.states import LATE, State, state_at
from courses.selectors import published_versions


@dataclass(frozen=True)
class CampaignRow:
    """A campaign and the numbers of assignments that it is a reason for, by state."""

    campaign: Campaign
    title: str
    done: int
    open: int
    late: int
    left_out: int

    @property
    def people(self) -> int:
        return self.done + self.open + self.late + self.left_out


def campaigns() -> QuerySet[Campaign]:
    """All campaigns, the newest first."""
    return Campaign.objects.select_related("course", "department", "created_by").order_by("-created_at", "-pk")


def campaign_rows(some: Sequence[Campaign], *, now: datetime) -> list[CampaignRow]:
    """The campaigns with their figures, in the order given, in two queries."""
    titles = dict(published_versions().order_by().values_list("course_id", "title"))
    reasons = AssignmentReason.objects.filter(campaign__in=[campaign.pk for campaign in some]).order_by()
    grouped = reasons.annotate(state=state_at(now, through="assignment__")).values("campaign_id", "state")
    figures: dict[int, Counter[str]] = {campaign.pk: Counter() for campaign in some}
    for campaign_id, state, number in grouped.annotate(number=Count("pk")).values_list(
        "campaign_id", "state", "number"
    ):
        figures[campaign_id][state] += number
    return [
        CampaignRow(
            campaign=campaign,
            title=titles.get(campaign.course_id, campaign.course.slug),
            done=figures[campaign.pk][State.DONE],
            open=figures[campaign.pk][State.OPEN],
            late=sum(figures[campaign.pk][state] for state in LATE),
            left_out=figures[campaign.pk][State.LEFT_OUT],
        )
        for campaign in some
    ]
