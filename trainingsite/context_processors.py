"""What every page may use."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from people.models import Employee
from trainingsite.navigation import places_for


def site(request: HttpRequest) -> dict[str, Any]:
    """The organization's name, the demo's mark, and the header's places for whoever is signed in."""
    person: Employee | AnonymousUser = getattr(request, "user", AnonymousUser())
    return {
        "organization_name": settings.ORGANIZATION_NAME,
        "demo": settings.DEMO,
        "nav": places_for(person, request.path) if person.is_authenticated else [],
        "account_url": reverse("people:account") if person.is_authenticated else "",
    }
