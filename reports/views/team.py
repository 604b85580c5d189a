"""The manager's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from people.selectors import local_day
from reports.selectors.team import team_of


@require_safe
def team(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    people = team_of(request.user, on=local_day(request.user, now=now), now=now)
    late = sum(bool(person.late) for person in people)
    return render(request, "reports/team.html", {"people": people, "late": late})
