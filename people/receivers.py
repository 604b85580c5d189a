"""What this app does after a migration, and at every sign-in."""

from typing import Any

from django.contrib.auth.models import Group
from django.http import HttpRequest

from people.models import Employee
from people.roles import GRANTED
from people.selectors import time_zone_of

TIME_ZONE = "time_zone"


def make_role_groups(using: str, **_: Any) -> None:
    """The groups that stand for the granted roles exist after every migration, those of a new role too."""
    for role in GRANTED:
        Group.objects.using(using).get_or_create(name=role.value)


def remember_time_zone(*, request: HttpRequest, user: Employee, **kwargs: Any) -> None:
    """Into the session, which every page reads anyway: asking for the placement each time would cost a query."""
    request.session[TIME_ZONE] = time_zone_of(user).key
