"""What the site knows about the person who is signed in, and where they change it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people import selectors
from people.http import StaffRequest


@require_safe
def account(request: StaffRequest) -> HttpResponse:
    today = selectors.local_day(request.user, now=timezone.now())
    context = {
        "placement": selectors.current_placement(request.user, on=today),
        "has_second_factor": selectors.has_second_factor(request.user),
    }
    return render(request, "people/account.html", context)
