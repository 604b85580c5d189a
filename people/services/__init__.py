"""Every write about people: joining, moving, leaving, roles, invitations."""

from people.services.addressing import change_address
from people.services.departing import apply_departures, depart, stay
from people.services.departments import make_department, move_department
from people.services.granting import grant_role, withdraw_role
from people.services.hiring import enroll, hire
from people.services.inviting import accept_invitation, invite
from people.services.messaging import send_account_message
from people.services.placing import place

__all__ = [
    "accept_invitation",
    "apply_departures",
    "change_address",
    "depart",
    "enroll",
    "grant_role",
    "hire",
    "invite",
    "make_department",
    "move_department",
    "place",
    "send_account_message",
    "stay",
    "withdraw_role",
]
