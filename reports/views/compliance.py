"""Compliance's first page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from people.roles import Role
from people.selectors import local_day
from reports.selectors.compliance import overview, waiting_for


@require_safe
def compliance(request: StaffRequest) -> HttpResponse:
    context = {
        "overview": overview(on=local_day(request.user, now=timezone.now())),
        "may_see_packs": request.user.has_role(Role.COMPLIANCE, Role.AUDITOR),
        # The others look at what was signed, and nothing waits for them.
        "waiting": waiting_for(request.user) if request.user.has_role(Role.COMPLIANCE) else None,
    }
    return render(request, "reports/compliance.html", context)
