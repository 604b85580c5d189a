"""What changed since the version before, and how much each change matters."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.http import StaffRequest
from policies import access
from policies.desk_forms import MarksForm
from policies.models import PolicyVersion
from policies.selectors.changes import ClauseRow, changes_to_review
from policies.selectors.contents import wording_digest
from policies.selectors.desk import title_of
from policies.services.editing import mark_changes
from toolkit.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version, _powers = access.version_at_desk_or_404(request.user, slug, number)
    if request.method != "POST":
        return _page(request, version)
    form = MarksForm(request.POST, changes=changes_to_review(version))
    refusal = ""
    if form.is_valid():
        try:
            mark_changes(version, marks=form.marks, seen=form.cleaned_data["seen"])
        except DomainError as problem:
            refusal = str(problem)
        else:
            missing = changes_to_review(version).unmarked
            if missing:
                messages.info(request, _("The marks are saved. Some changes still have none."))
            else:
                messages.success(request, _("The marks are saved. Every change has one."))
            return redirect("policies:draft-changes", slug, number)
    return _page(request, version, form, refusal=refusal, status=422)


def _page(
    request: StaffRequest,
    version: PolicyVersion,
    form: MarksForm | None = None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    found = changes_to_review(version)
    if form is None or refusal:  # after a refusal the page compares what is stored now, with what was chosen
        chosen = {f"mark-{key}": mark or "" for key, mark in form.marks.items()} if form else {}
        form = MarksForm(initial={"seen": wording_digest(version), **chosen}, changes=found)
    fields = {name.removeprefix("mark-"): form[name] for name in form.fields if name.startswith("mark-")}
    rows: list[tuple[ClauseRow, object]] = [(row, fields.get(row.key)) for row in found.clauses]
    context = {
        "version": version,
        "title": title_of(version.policy),
        "changes": found,
        "rows": rows,
        "form": form,
        "may_mark": not version.is_published,
        "refusal": refusal,
        "has_errors": status == 422,
    }
    return render(request, "policies/draft_changes.html", context, status=status)
