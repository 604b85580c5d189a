"""What every page may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {"organization_name": settings.ORGANIZATION_NAME, "demo": settings.DEMO}
