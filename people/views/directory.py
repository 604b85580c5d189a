"""Who works here: the list, and adding somebody to it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people import selectors, services
from people.forms import DirectoryForm, PersonForm
from people.http import StaffRequest, posted
from people.roles import Role
from people.selectors.directory import directory as people_in_directory
from people.selectors.directory import missing_for_placing
from toolkit.errors import DomainError
from toolkit.paging import paginate


@require_safe
def directory(request: StaffRequest) -> HttpResponse:
    today = selectors.local_day(request.user, now=timezone.now())
    form = DirectoryForm(request.GET)
    form.is_valid()  # a filter that is none is left out, and the form says so
    chosen = form.cleaned_data
    people = people_in_directory(
        on=today,
        words=chosen.get("q", ""),
        department=chosen.get("department"),
        is_here=form.is_here,
    )
    page = paginate(request, people)
    context = {"form": form, "page": page, "query": form.query, "is_filtered": form.is_filtered}
    return render(request, "people/directory.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    today = selectors.local_day(request.user, now=timezone.now())
    form = PersonForm(posted(request), today=today, initial={"from_on": today})
    context = {
        "form": form,
        "missing": missing_for_placing(),
        "may_make_places": request.user.has_role(Role.ADMINISTRATOR),
    }
    if request.method != "POST" or not form.is_valid():
        return render(request, "people/add.html", context, status=422 if form.is_bound else 200)
    try:
        person = services.hire(**form.cleaned_data, by=request.user, now=timezone.now())
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "people/add.html", context, status=422)
    messages.success(request, _("%(name)s was added.") % {"name": person.name})
    return redirect("people:person", person.uuid)
