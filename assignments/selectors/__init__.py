"""Reads about assignments: what a campaign would do, what a person has to do, what is late, who needs an attempt."""

from assignments.selectors.campaigns import CampaignRow, campaign_rows
from assignments.selectors.duties import Duty, open_assignments_of
from assignments.selectors.preview import Audience, CampaignPreview, preview_campaign
from assignments.selectors.states import State, state_at

__all__ = [
    "Audience",
    "CampaignPreview",
    "CampaignRow",
    "Duty",
    "State",
    "campaign_rows",
    "open_assignments_of",
    "preview_campaign",
    "state_at",
]
