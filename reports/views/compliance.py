"""Compliance's first page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from people.selectors import local_day
from reports.selectors.compliance import overview


@require_safe
def compliance(request: StaffRequest) -> HttpResponse:
    found = overview(on=local_day(request.user, now=timezone.now()))
    return render(request, "reports/compliance.html", {"overview": found})
