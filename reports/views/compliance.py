"""Compliance's first page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from people.roles import Role
from people.selectors import local_day
from reports.selectors.compliance import overview


@require_safe
def compliance(request: StaffRequest) -> HttpResponse:
    found = overview(on=local_day(request.user, now=timezone.now()))
    context = {
        "overview": found,
        "may_see_packs": request.user.has_role(Role.COMPLIANCE, Role.AUDITOR),
        # Others see their own ones alone under that address: the figure would not open its rows.
        "may_see_enquiries": request.user.has_role(Role.COMPLIANCE),
    }
    return render(request, "reports/compliance.html", context)
