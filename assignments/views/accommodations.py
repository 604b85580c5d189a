"""How much time one person has in quizzes with a limit: HR alone sees and sets it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from assignments import access
from assignments.forms import LENGTHS, AccommodationForm, length_key
from courses.selectors.accommodations import accommodations_of, percent_of, timed_attempts
from courses.services.accommodating import set_accommodation
from people.http import StaffRequest, posted


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accommodation(request: StaffRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    person = access.somebody_else_or_404(request.user, uuid)
    running = timed_attempts(person, now=now)
    initial = {"length": length_key(percent_of(person))}
    form = AccommodationForm(posted(request), initial=initial, has_running=bool(running))
    if form.is_bound and form.is_valid():
        set_accommodation(person, **form.chosen, by=request.user, now=now)
        messages.success(request, _("The time for %(name)s is set.") % {"name": person.name})
        return redirect("assignments:accommodation", uuid)
    rows = [(LENGTHS[length_key(row.percent)], row) for row in accommodations_of(person)]
    context = {"person": person, "form": form, "running": running, "rows": rows}
    return render(request, "assignments/accommodation.html", context, status=422 if form.errors else 200)
