"""Reads about assignments: what a campaign would do, what a person has to do, what is late, who needs an attempt."""

from assignments.selectors.campaigns import CampaignRow, campaign_rows, campaigns
from assignments.selectors.duties import Duty, open_assignments_of
from assignments.selectors.preview import Audience, CampaignPreview, preview_campaign
from assignments.selectors.states import LATE, State, state_at
from assignments.selectors.stuck import Stuck, out_of_attempts
from assignments.selectors.tree import Node, department_tree

__all__ = [
    "LATE",
    "Audience",
    "CampaignPreview",
    "CampaignRow",
    "Duty",
    "Node",
    "State",
    "Stuck",
    "campaign_rows",
    "campaigns",
    "department_tree",
    "open_assignments_of",
    "out_of_attempts",
    "preview_campaign",
    "state_at",
]
