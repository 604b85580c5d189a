"""The library of policies."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from people.selectors import local_day
from policies import access
from policies.forms import SearchForm
from policies.selectors.desk import has_desk
from policies.selectors.library import library as rows_of_library


@require_safe
def library(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    is_writer = access.may_see_drafts(request.user)
    rows = rows_of_library(
        request.user, on=local_day(request.user, now=timezone.now()), words=words, with_drafts=is_writer
    )
    context = {"form": form, "rows": rows, "words": words, "is_writer": is_writer}
    # An owner needs no role.
    context["has_desk"] = is_writer or has_desk(request.user)
    context["handles_paper"] = access.handles_paper(request.user)
    return render(request, "policies/_library.html" if request.htmx else "policies/library.html", context)
