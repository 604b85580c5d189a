"""One person, for HR: who and where, asking them in, and recording that they leave."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import access, mails, selectors, services
from people.forms import DepartForm, PlaceForm
from people.http import StaffRequest, posted
from people.roles import Role
from people.selectors.directory import access_of, departure_of, never_begun, placements_of
from toolkit.errors import DomainError


@require_safe
def person(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.person_or_404(uuid)
    today = selectors.local_day(found, now=timezone.now())
    context = {
        "person": found,
        "today": today,
        "placements": placements_of(found),
        "never_begun": never_begun(found),
        "roles": sorted(role.label for role in found.roles),
        "access": access_of(found),
        "may_change": request.user.has_role(Role.HR),
        "has_second_factor": selectors.has_second_factor(found),
    }
    return render(request, "people/person.html", context)


@require_POST
@never_cache
def invite(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.person_or_404(uuid)
    now = timezone.now()
    if access_of(found).may_be_handed_a_link:
        link = mails.invitation_link(found, now=now)
        return render(request, "people/hand_over.html", {"person": found, "link": link})
    try:
        services.invite(found, by=request.user, now=now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation is on its way to %(address)s.") % {"address": found.email})
    return redirect("people:person", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.person_or_404(uuid)
    now = timezone.now()
    today = selectors.local_day(found, now=now)
    here = PlaceForm.initial_of(selectors.current_placement(found, on=today))
    form = PlaceForm(posted(request), today=today, initial=here | {"from_on": today})
    if form.is_bound and form.is_valid():
        try:
            services.place(found, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, _("The placement was recorded."))
            return redirect("people:person", uuid)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {"person": found, "form": form}
    return render(request, "people/place.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def depart(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.person_or_404(uuid)
    now = timezone.now()
    today = selectors.local_day(found, now=now)
    if not found.is_active:
        return redirect("people:person", uuid)
    form = DepartForm(posted(request), today=today, initial={"on": found.left_on or today})
    if form.is_bound and form.is_valid():
        try:
            form.save(found, by=request.user, now=now)
            return redirect("people:person", uuid)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {"person": found, "form": form, "departure": departure_of(found, on=today)}
    return render(request, "people/depart.html", context, status=422 if form.is_bound else 200)
