"""Enquiries: asking, the list of those who ask and those who answer, and one of them with its replies."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import StaffRequest, posted
from people.roles import Role
from policies import access
from policies.forms import EnquiryFilterForm, EnquiryForm, ReplyForm
from policies.models import Enquiry
from policies.selectors.enquiries import EnquiryFilters, answers_for_somebody, enquiries, replies_of, who_answers
from policies.selectors.signing import text_of, version_for
from policies.services import enquiring
from toolkit.errors import DomainError
from toolkit.paging import paginate


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: StaffRequest, slug: str) -> HttpResponse:
    policy = access.policy_or_404(slug)
    now = timezone.now()
    version = version_for(policy, request.user, now=now)
    if version is None:
        raise Http404  # the page of what is not in force says whom to ask
    text = text_of(version)
    initial = {"kind": request.GET.get("kind", Enquiry.Kind.QUESTION), "clause": request.GET.get("clause", "")}
    form = EnquiryForm(posted(request), text=text, initial=initial)
    if form.is_bound and form.is_valid():
        row = enquiring.ask(
            version,
            employee=request.user,
            kind=Enquiry.Kind(form.cleaned_data["kind"]),
            text=form.cleaned_data["text"],
            clause_key=form.cleaned_data["clause"],
            now=now,
        )
        messages.success(request, _("It was sent to those who answer for this policy. You get a mail with the reply."))
        return redirect("policies:enquiry", row.uuid)
    context = {"form": form, "policy": policy, "version": version, "text": text}
    context["answering"] = who_answers(policy, request.user, now=now)
    return render(request, "policies/ask.html", context, status=422 if form.is_bound else 200)


@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    form = EnquiryFilterForm(request.GET)
    form.is_valid()
    filters = EnquiryFilters(**{key: form.cleaned_data.get(key) or "" for key in ("state", "kind", "policy")})
    rows = enquiries(access.enquiries_of(request.user), filters)
    answering = request.user.has_role(Role.COMPLIANCE, Role.ADMINISTRATOR) or answers_for_somebody(request.user)
    context = {
        "page": paginate(request, rows),
        "query": _query(filters, filters.state),
        "is_answering": answering,
        "choices": _choices(filters),
    }
    return render(request, "policies/enquiries.html", context)


def _choices(filters: EnquiryFilters) -> list[dict[str, str | bool]]:
    """The states that the list can be narrowed to, as links that keep the other filters."""
    words = (("", _("All")), ("open", _("Open")), ("answered", _("Answered")))
    return [
        {"label": label, "url": f"?{_query(filters, state)}", "is_current": filters.state == state}
        for state, label in words
    ]


def _query(filters: EnquiryFilters, state: str) -> str:
    """The filters for an address, ending in "&" unless there are none."""
    given = {"state": state, "kind": filters.kind, "policy": filters.policy}
    return "".join(f"{urlencode({key: value})}&" for key, value in given.items() if value)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.enquiry_or_404(request.user, uuid)
    may_answer = access.answers(request.user, found)
    form = ReplyForm(posted(request))
    if form.is_bound and form.is_valid():
        is_answer = may_answer and "answer" in request.POST
        try:
            enquiring.reply(
                found, by=request.user, text=form.cleaned_data["text"], is_answer=is_answer, now=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Answered.") if is_answer else _("Your reply was added."))
            return redirect("policies:enquiry", uuid)
    replies = replies_of(found)
    text = text_of(found.version)
    context = {
        "enquiry": found,
        "text": text,
        "clause": text.clauses.filter(key=found.clause_key).first() if found.clause_key else None,
        "replies": replies,
        "erased": getattr(found, "erased", None),  # Django raises where a one-to-one has no other side
        "is_answered": any(reply.is_answer for reply in replies),
        "is_own": found.employee_id == request.user.pk,
        "may_answer": may_answer,
        "form": form,
    }
    return render(request, "policies/enquiry.html", context, status=422 if form.is_bound else 200)
