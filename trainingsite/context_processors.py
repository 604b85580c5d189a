"""What every page may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from trainingsite.navigation import places_for


def site(request: HttpRequest) -> dict[str, Any]:
    """The organization's name, the demo's mark, and the header's places for whoever is signed in."""
    person = getattr(request, "user", None)
    is_known = person is not None and person.is_authenticated
    return {
        "organization_name": settings.ORGANIZATION_NAME,
        "demo": settings.DEMO,
        "nav": places_for(person, request.path) if is_known else [],
        "account_url": reverse("people:account") if is_known else "",
    }
