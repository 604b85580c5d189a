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
    may_see_packs = request.user.has_role(Role.COMPLIANCE, Role.AUDITOR)
    return render(request, "reports/compliance.html", {"overview": found, "may_see_packs": may_see_packs})
