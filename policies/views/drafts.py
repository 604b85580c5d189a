"""What is being written: the list of open versions, one of them, and how one begins and is thrown away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import StaffRequest, posted
from people.roles import Role
from policies import access
from policies.desk_forms import LanguageForm, PolicyForm, StartForm
from policies.errors import TextMistakes
from policies.models import Policy, PolicyVersion
from policies.selectors.changes import changes_to_review
from policies.selectors.desk import beginnings, open_versions, title_of, turn_of
from policies.services.drafting import discard_draft, start_draft
from policies.services.editing import begin_policy
from toolkit.errors import DomainError


@require_safe
def drafts(request: StaffRequest) -> HttpResponse:
    access.desk_or_404(request.user)
    may_write = request.user.has_role(Role.AUTHOR)
    context = {
        "versions": open_versions(request.user),
        "beginnings": beginnings() if may_write else [],
        "may_write": may_write,
    }
    return render(request, "policies/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = PolicyForm(posted(request))
    if form.is_valid():
        try:
            draft = begin_policy(**form.cleaned_data, by=request.user, now=timezone.now())
        except TextMistakes as mistakes:
            for problem in mistakes.problems:
                form.add_error("title", f"{problem.what} {_('Use plain words.')}")
        except DomainError as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, _("The policy is begun. Write its first clauses below."))
            return redirect("policies:draft-text", draft.policy.slug, draft.number, draft.texts.get().language)
    context = {
        "form": form,
        "up_url": reverse("policies:drafts"),
        "title": _("Begin a new policy"),
        "lead": _("Nobody but authors and approvers sees it until it is published."),
        "submit": _("Begin the policy"),
    }
    return render(request, "begin.html", context, status=422 if form.errors else 200)


@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """The next version of a policy, as a copy of the newest one. A second click leads to the draft of the first."""
    form = StartForm(request.POST)
    policy = Policy.objects.filter(slug=form.data.get("policy", "")).first() if form.is_valid() else None
    if policy is None:
        messages.warning(request, _("Choose a policy first."))
        return redirect("policies:drafts")
    try:
        draft = start_draft(policy, author=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.info(request, str(refusal))
        draft = policy.versions.order_by("-number")[0]
    return redirect("policies:draft", policy.slug, draft.number)


@require_safe
def draft(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version, powers = access.version_at_desk_or_404(request.user, slug, number)
    turn, is_yours = turn_of(version, request.user, powers)
    context = _about(version) | {
        "powers": powers,
        "turn": turn,
        "is_yours": is_yours,
        "is_draft": version.state == PolicyVersion.State.DRAFT,
        "is_in_review": version.state == PolicyVersion.State.IN_REVIEW,
        "is_approved": version.state == PolicyVersion.State.APPROVED,
        "texts": list(version.texts.order_by("language")),
        "files": version.attachments.count(),
        "changes": changes_to_review(version),
        "events": list(version.events.all()),
        "is_withdrawn": any(event.act == "withdrawn" for event in version.events.all()),
        "language_form": LanguageForm(),
    }
    return render(request, "policies/draft.html", context)


def _about(version: PolicyVersion) -> dict[str, Any]:
    return {"version": version, "policy": version.policy, "title": title_of(version.policy)}


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version = access.version_to_write_or_404(request.user, slug, number)
    if request.method != "POST" and version.state == PolicyVersion.State.DRAFT:
        return render(request, "policies/discard.html", _about(version))
    if request.method != "POST":
        messages.warning(request, _("Version %(number)d is not a draft any more, so it stays.") % {"number": number})
        return redirect("policies:draft", slug, number)
    try:
        discard_draft(version)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("policies:draft", slug, number)
    messages.success(request, _("The draft is thrown away."))
    return redirect("policies:drafts")
