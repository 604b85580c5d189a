"""What happens at every sign-in."""

from typing import Any

from django.http import HttpRequest

from people.models import Employee
from people.selectors import time_zone_of

TIME_ZONE = "time_zone"


def remember_time_zone(*, request: HttpRequest, user: Employee, **kwargs: Any) -> None:
    """Into the session, which every page reads anyway: asking for the placement each time would cost a query."""
    request.session[TIME_ZONE] = time_zone_of(user).key
