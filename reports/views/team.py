"""The manager's page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from assignments.selectors import out_of_attempts
from people.http import StaffRequest
from people.selectors import local_day, people_of
from reports.selectors.team import team_of


@require_safe
def team(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    today = local_day(request.user, now=now)
    people = team_of(request.user, on=today, now=now)
    late = sum(bool(person.late) for person in people)
    stuck = out_of_attempts(people_of(request.user, on=today))
    return render(request, "reports/team.html", {"people": people, "late": late, "stuck": stuck})
