"""Every write about people: joining, moving, leaving, roles, invitations."""

from people.services.departing import apply_departures, depart, stay
from people.services.departments import make_department, move_department
from people.services.granting import grant_role, withdraw_role
from people.services.hiring import enroll, hire
from people.services.placing import place

__all__ = [
    "apply_departures",
    "depart",
    "enroll",
    "grant_role",
    "hire",
    "make_department",
    "move_department",
    "place",
    "stay",
    "withdraw_role",
]
