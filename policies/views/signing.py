"""Signing on the policy's own page: what is signed, a page to check, and the act."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.http import StaffRequest, posted
from policies import access, http
from policies.errors import NameDiffers, ShownOtherwise
from policies.forms import SignForm
from policies.models import Policy
from policies.obligations import obligation_of
from policies.selectors.showing import to_sign
from policies.selectors.signing import another_counts
from policies.services.signing import attest
from toolkit.errors import DomainError


@require_safe
def sign(request: StaffRequest, slug: str) -> HttpResponse:
    policy = access.policy_or_404(slug)
    now = timezone.now()
    language = request.GET.get("language", "")
    return _elsewhere(request, policy, now=now) or _page(request, policy, now=now, language=language)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_check(request: StaffRequest, slug: str) -> HttpResponse:
    policy = access.policy_or_404(slug)
    now = timezone.now()
    elsewhere = _elsewhere(request, policy, now=now)
    token = (posted(request) or request.GET).get("shown", "")
    if elsewhere or not token:
        return elsewhere or redirect(http.in_language(reverse("policies:sign", args=[slug]), request))
    try:
        showing = http.showing_of(request, token, now=now)
    except DomainError as refusal:
        return _page(request, policy, now=now, problem=str(refusal))
    language = showing.shown.language
    first = http.confirm_first(request, since=showing.at, then=http.back_to_check(request, token), now=now)
    if first is not None:
        return first
    form = SignForm(posted(request), name=request.user.name, initial={"shown": token})
    if form.is_bound and form.is_valid():
        try:
            signature = attest(
                request.user,
                policy,
                showing.shown,
                typed_name=form.cleaned_data["typed_name"],
                method=http.method_of_signing(),
                network_address=http.network_address(request, now=now),
                now=now,
            )
        except NameDiffers as refusal:
            form.add_error("typed_name", str(refusal))
        except DomainError as refusal:
            return _page(request, policy, now=now, language=language, problem=str(refusal))
        else:
            http.say_if_signed_before(request, signature, now=now)
            return redirect("policies:signature", signature.uuid)
    page = to_sign(policy, request.user, now=now, language=language)
    if page is None or page.signed:
        return redirect("policies:sign", slug)
    if page.version.uuid != showing.shown.version:
        problem = str(another_counts(page.version, read=showing.shown.version))
        return _page(request, policy, now=now, language=language, problem=problem)
    if page.shown != showing.shown:
        return _page(request, policy, now=now, language=language, problem=str(ShownOtherwise()))
    return render(
        request, "policies/sign_check.html", {"page": page, "form": form}, status=422 if form.is_bound else 200
    )


def _page(
    request: StaffRequest, policy: Policy, *, now: datetime, language: str = "", problem: str = ""
) -> HttpResponse:
    """What is signed, as it is now. With a `problem`, nothing was signed, and the page says why."""
    page = to_sign(policy, request.user, now=now, language=language)
    context = {"policy": policy, "page": page, "problem": problem, "has_errors": bool(problem)}
    template = "policies/sign.html" if page else "policies/nothing_to_sign.html"
    return render(request, template, context, status=422 if problem else 200)


def _elsewhere(request: StaffRequest, policy: Policy, *, now: datetime) -> HttpResponseRedirect | None:
    """To the course that asks for this signature, if there is one."""
    found = obligation_of(request.user, policy, now=now)
    if found is None:
        return None
    messages.info(request, _("You sign this policy as part of the course %(course)s.") % {"course": found.title})
    return HttpResponseRedirect(http.in_language(found.url, request))
