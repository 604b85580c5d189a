"""Signing a policy as a step of a course: the same pages as the policy's own, inside the course."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from courses import access
from courses.models import Enrollment
from courses.selectors.outline import StepOutline
from courses.selectors.progress import progress_of
from courses.selectors.signing import signature_on
from courses.services.signing import sign_step
from people.http import StaffRequest, posted
from policies import http
from policies.errors import NameDiffers, ShownOtherwise
from policies.forms import SignForm
from policies.models import Policy
from policies.selectors.showing import to_sign
from policies.selectors.signing import another_counts
from policies.shown import Shown
from toolkit.errors import DomainError


def sign(
    request: StaffRequest,
    enrollment: Enrollment,
    step: StepOutline,
    *,
    now: datetime,
    language: str = "",
    problem: str = "",
) -> HttpResponse:
    """The page of the step: what is signed now, or the signature that was given. With a problem, nothing was signed."""
    policy = Policy.objects.select_related("owner").filter(slug=step.policy).first()
    language = language or request.GET.get("language", "")
    occasion = str(enrollment.uuid)
    page = to_sign(policy, request.user, now=now, occasion=occasion, language=language) if policy else None
    progress = progress_of(enrollment)
    context: dict[str, Any] = {
        "enrollment": enrollment,
        "progress": progress,
        "step": step,
        "policy": policy,
        "page": page,
        "signature": signature_on(enrollment, step),
        "is_finished": progress.is_finished(step),
        "is_locked": progress.is_locked(step),
        "next": progress.next_step,
        "problem": problem,
        "has_errors": bool(problem),
    }
    return render(request, "courses/sign.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_check(request: StaffRequest, slug: str, module: str, step: str) -> HttpResponse:
    enrollment, found = access.attest_or_404(request.user, slug, module, step)
    now = timezone.now()
    token = (posted(request) or request.GET).get("shown", "")
    if not token:
        return redirect(http.in_language(reverse("courses:step", args=found.address), request))
    try:
        showing = http.showing_of(request, token, now=now)
    except DomainError as refusal:
        return sign(request, enrollment, found, now=now, problem=str(refusal))
    first = http.confirm_first(request, since=showing.at, then=http.back_to_check(request, token), now=now)
    if first is not None:
        return first
    form = SignForm(posted(request), name=request.user.name, initial={"shown": token})
    if form.is_bound and form.is_valid():
        try:
            signature = sign_step(
                enrollment,
                found,
                showing.shown,
                typed_name=form.cleaned_data["typed_name"],
                method=http.method_of_signing(),
                network_address=http.network_address(request, now=now),
                now=now,
            )
        except NameDiffers as refusal:
            form.add_error("typed_name", str(refusal))
        except DomainError as refusal:
            language = showing.shown.language
            return sign(request, enrollment, found, now=now, language=language, problem=str(refusal))
        else:
            http.say_if_signed_before(request, signature, now=now)
            return redirect("courses:step", *found.address)
    return _check_page(request, enrollment, found, showing.shown, form, now=now)


def _check_page(
    request: StaffRequest, enrollment: Enrollment, step: StepOutline, shown: Shown, form: SignForm, *, now: datetime
) -> HttpResponse:
    """What is about to be signed; back to the text when there is nothing to sign here, or something newer."""
    policy = Policy.objects.filter(slug=step.policy).first()
    occasion, language = str(enrollment.uuid), shown.language
    page = to_sign(policy, request.user, now=now, occasion=occasion, language=language) if policy else None
    progress = progress_of(enrollment)
    if page is None or progress.is_finished(step) or progress.is_locked(step):
        return redirect("courses:step", *step.address)
    if page.version.uuid != shown.version:
        problem = str(another_counts(page.version, read=shown.version))
        return sign(request, enrollment, step, now=now, language=language, problem=problem)
    if page.shown != shown:
        return sign(request, enrollment, step, now=now, language=language, problem=str(ShownOtherwise()))
    context = {"page": page, "form": form, "step": step, "progress": progress}
    return render(request, "courses/sign_check.html", context, status=422 if form.is_bound else 200)
