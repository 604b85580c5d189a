"""Every write about assignments: `campaigns` (launching), `closing`, `reminders`."""

from assignments.services.campaigns import launch_campaign
from assignments.services.closing import close_by_completion, close_by_departure
from assignments.services.reminders import remind_overdue

__all__ = ["close_by_completion", "close_by_departure", "launch_campaign", "remind_overdue"]
