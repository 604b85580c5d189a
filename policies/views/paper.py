"""Signatures on paper, for HR and compliance: the list, entering one, and the second person's look at it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import StaffRequest, file_refused, posted
from people.roles import Role
from people.selectors import local_day
from policies import access, http
from policies.errors import AlreadyDecided
from policies.forms import DecideForm, PaperForm
from policies.models import PaperSignature
from policies.selectors.papers import erased, papers
from policies.services.paper import decide_paper, record_paper
from toolkit.errors import DomainError
from toolkit.paging import paginate
from toolkit.stored import NotWhatWasStored


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    records = request.user.has_role(Role.HR)
    up = ("reports:tracking", _("Tracking")) if records else ("reports:compliance", _("Compliance"))
    context = {"page": paginate(request, papers()), "may_record": records, "up": reverse(up[0]), "up_label": up[1]}
    return render(request, "policies/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    today = local_day(request.user, now=now)
    named = {"number": request.GET.get("number", "")}  # from the page of a person
    form = PaperForm(posted(request), request.FILES or None, today=today, initial=named)
    if form.is_bound and form.is_valid():
        facts = {key: form.cleaned_data[key] for key in ("version", "language", "signed_on", "reason", "scan")}
        try:
            paper = record_paper(form.cleaned_data["number"], by=request.user, now=now, **facts)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Entered. It counts once a second person has approved it."))
            return redirect("policies:paper-one", paper.uuid)
    return render(request, "policies/paper_new.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: StaffRequest, uuid: UUID) -> HttpResponse:
    paper = access.paper_or_404(uuid)
    form = DecideForm(posted(request))
    if form.is_bound and hasattr(paper, "decision"):
        form.errors.clear()  # what is missing in it does not matter any more
        form.add_error(None, str(AlreadyDecided()))
    elif form.is_bound and form.is_valid():
        comment = form.cleaned_data["comment"].strip()
        try:
            decide_paper(paper, by=request.user, is_approved=form.is_approved, comment=comment, now=timezone.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
            paper = access.paper_or_404(uuid)  # as it stands now, and not as it was about to be
        else:
            messages.success(request, _("Approved. It counts now.") if form.is_approved else _("Refused."))
            return redirect("policies:paper-one", uuid)
    context = {
        "paper": paper,
        "decision": getattr(paper, "decision", None),
        "may_decide": request.user.pk not in {paper.recorded_by_id, paper.employee_id},
        "erased": erased(paper),
        "form": form,
    }
    return render(request, "policies/paper.html", context, status=422 if form.is_bound else 200)


@require_safe
def scan(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    paper = access.paper_or_404(uuid)
    try:
        return http.scan_download(paper)
    except FileNotFoundError:
        return _scan_gone(request, paper)
    except NotWhatWasStored:
        up = reverse("policies:paper-one", args=[uuid])
        return file_refused(request, f"policies.papersignature {uuid}", up=up, up_label=_("Paper"))


def _scan_gone(request: StaffRequest, paper: PaperSignature) -> HttpResponse:
    """The file is not there: taken away by an erasure, or lost."""
    context = {"paper": paper, "erased": erased(paper)}
    return render(request, "policies/scan_gone.html", context, status=410 if context["erased"] else 404)
