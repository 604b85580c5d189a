"""One person's file: compliance about anybody, here or gone, and everybody about themselves."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from people.http import StaffRequest, posted
from people.models import Employee
from people.roles import Role
from reports import access, services
from reports.forms import PersonFileForm
from reports.models import Export
from reports.selectors.persons import person_file


@require_http_methods(["GET", "HEAD", "POST"])
def person_records(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Everything that the person signed; a POST asks for it as a file, which takes more than looking does."""
    person = access.person_or_404(uuid)
    may_ask = request.user.has_role(Role.COMPLIANCE)
    if request.method == "POST" and not may_ask:
        return render(request, "403.html", status=403)
    return _file_page(request, person, "reports/person_records.html", may_ask=may_ask)


@require_http_methods(["GET", "HEAD", "POST"])
def my_file(request: StaffRequest) -> HttpResponse:
    return _file_page(request, request.user, "reports/my_file.html", may_ask=True)


def _file_page(request: StaffRequest, person: Employee, template: str, *, may_ask: bool) -> HttpResponse:
    form = PersonFileForm(posted(request))
    if form.is_valid():
        export = services.ask_for(
            Export.Kind.PERSON,
            Export.Form(form.cleaned_data["form"]),
            filters={},
            about=person,
            by=request.user,
            now=timezone.now(),
        )
        return redirect("reports:export", export.uuid)
    context = {"person": person, "file": person_file(person), "form": form, "may_ask": may_ask}
    return render(request, template, context, status=422 if form.is_bound else 200)
