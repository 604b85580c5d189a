"""Evidence packs: asking for one, and the list of all of them for compliance and auditors."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ledger.selectors import head
from people.http import StaffRequest, posted
from people.roles import Role
from reports import services
from reports.forms import EvidenceForm
from reports.models import Export
from reports.selectors.exports import packs, states_of
from toolkit.paging import paginate


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: StaffRequest) -> HttpResponse:
    may_ask = request.user.has_role(Role.COMPLIANCE)
    if request.method == "POST" and not may_ask:
        return render(request, "403.html", status=403)
    form = EvidenceForm(posted(request))
    if form.is_valid():
        export = services.ask_for(
            Export.Kind.EVIDENCE, Export.Form.ZIP, filters=form.wanted.parts, by=request.user, now=timezone.now()
        )
        return redirect("reports:export", export.uuid)
    page = paginate(request, packs())
    context = {
        "form": form,
        "may_ask": may_ask,
        "checkpoint": head(),
        "page": page,
        "rows": states_of(list(page.object_list), now=timezone.now()),
    }
    return render(request, "reports/evidence.html", context, status=422 if form.is_bound else 200)
