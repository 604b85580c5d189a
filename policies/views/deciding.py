"""From a draft to a published version, and to a withdrawn one: each act says beforehand what it does."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.http import StaffRequest, posted
from policies import access
from policies.desk_forms import DatesForm, DecisionForm, PublishForm, WithdrawForm
from policies.models import PolicyText, PolicyVersion
from policies.selectors.changes import changes_to_review
from policies.selectors.contents import digest_of, last_to_begin, marks_of, version_before, wording_digest
from policies.selectors.deciding import replacing, signers_of, standing_without
from policies.selectors.desk import title_of, writer_ids
from policies.selectors.reading import Reading, reading_of
from policies.services import reviewing
from policies.services.editing import approve_seen, publish_seen
from policies.services.publishing import withdraw as withdraw_version
from policies.views.hints import Hints, hints_of
from toolkit.errors import DomainError

State = PolicyVersion.State


@dataclass(frozen=True)
class ReadText:
    """A text of the version, ready for a page."""

    text: PolicyText
    reading: Reading
    hints: Hints


@require_POST
def submit(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version = access.version_to_write_or_404(request.user, slug, number)
    try:
        reviewing.submit(version, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The version is in review. Compliance or the policy’s owner decides on it now."))
    return redirect("policies:draft", slug, number)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version, powers = access.version_at_desk_or_404(request.user, slug, number)
    if request.method != "POST":
        return _review_page(request, version, DecisionForm(initial={"seen": wording_digest(version)}), powers.decides)
    version = access.version_to_decide_or_404(request.user, slug, number)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _review_page(request, version, form, True, status=422)
    comment, seen = form.cleaned_data["comment"], form.cleaned_data["seen"]
    act = request.POST.get("act")
    try:
        if act == "approve":
            approve_seen(version, seen=seen, by=request.user, comment=comment, now=timezone.now())
            messages.success(request, _("The version is approved. It can be published now."))
        elif act == "return" and not comment.strip():
            form.add_error("comment", _("Say what has to change."))
            return _review_page(request, version, form, True, status=422)
        elif act == "return":
            reviewing.send_back(version, by=request.user, comment=comment, now=timezone.now())
            messages.success(request, _("The version is sent back. Its authors read your comment."))
        else:
            raise DomainError(_("Choose whether you approve the version or send it back."))
    except DomainError as refusal:
        version.refresh_from_db()
        again = DecisionForm(initial={"comment": comment, "seen": wording_digest(version)})
        return _review_page(request, version, again, True, refusal=str(refusal), status=422)
    return redirect("policies:draft", slug, number)


def _review_page(
    request: StaffRequest,
    version: PolicyVersion,
    form: DecisionForm,
    decides: bool,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    is_writer = request.user.pk in writer_ids(version)
    context = _about(version) | {
        "form": form,
        "refusal": refusal,
        "has_errors": status == 422,
        "texts": [
            ReadText(text, reading_of(text), hints_of(text.language, text.markdown, text.statement))
            for text in version.texts.order_by("language")
        ],
        "attachments": list(version.attachments.order_by("name")),
        "changes": changes_to_review(version),
        "digest": wording_digest(version),
        "is_writer": is_writer,
        "may_approve": decides and not is_writer and version.state == State.IN_REVIEW,
        "may_return": decides and version.state in (State.IN_REVIEW, State.APPROVED),
    }
    return render(request, "policies/review.html", context, status=status)


def _about(version: PolicyVersion) -> dict[str, Any]:
    return {"version": version, "policy": version.policy, "title": title_of(version.policy)}


def _today() -> date:
    """The organization's day, by which versions come into force."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """The dates first, then all that follows from them, then one confirmation.

    The dates stand in the address, so that only the confirmation is posted: going back or loading again posts nothing.
    """
    version = access.version_to_decide_or_404(request.user, slug, number)
    if version.state != State.APPROVED:
        return _not_to_be_published(request, version)
    last, today = last_to_begin(version), _today()
    earliest = last.effective_on if last else None
    given = request.POST if request.method == "POST" else request.GET
    has_dates = request.method == "POST" or "effective_on" in given
    dates = DatesForm(given if has_dates else None, today=today, earliest=earliest, initial=_dates(version, earliest))
    if not dates.is_valid() or "change" in given:
        return _dates_page(request, version, dates)
    form = PublishForm(posted(request))
    if form.is_valid():
        seen, comment = request.POST.get("seen", ""), form.cleaned_data["comment"]
        try:
            publish_seen(version, **dates.cleaned_data, seen=seen, by=request.user, comment=comment, now=timezone.now())
        except DomainError as refusal:
            version.refresh_from_db()
            if version.state != State.APPROVED:
                return _not_to_be_published(request, version)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Version %(number)d is published.") % {"number": number})
            return redirect("policies:draft", slug, number)
    return _publish_page(request, version, form, **dates.cleaned_data)


def _publish_page(
    request: StaffRequest, version: PolicyVersion, form: PublishForm, *, effective_on: date, review_on: date
) -> HttpResponse:
    """What publishing on these days does."""
    before, changes = version_before(version), changes_to_review(version)
    digest = digest_of(version, effective_on=effective_on, review_on=review_on, changes=marks_of(version))
    context = _about(version) | {
        "form": form,
        "dates": {"effective_on": effective_on, "review_on": review_on},
        "changes": changes,
        "before": before,
        "replacing": replacing(version, before, effective_on=effective_on),
        "is_today": effective_on == _today(),
        "digest": digest,
        "has_errors": bool(form.errors),
        "may_publish": not changes.unmarked,
    }
    return render(request, "policies/publish_check.html", context, status=422 if form.errors else 200)


def _dates(version: PolicyVersion, earliest: date | None) -> dict[str, date]:
    begins = max(_today(), earliest or date.min)
    return {"effective_on": begins, "review_on": begins + relativedelta(months=version.policy.review_months)}


def _dates_page(request: StaffRequest, version: PolicyVersion, form: DatesForm) -> HttpResponse:
    context = _about(version) | {"form": form, "changes": changes_to_review(version)}
    return render(request, "policies/publish.html", context, status=422 if form.errors else 200)


def _not_to_be_published(request: StaffRequest, version: PolicyVersion) -> HttpResponse:
    """Somebody was quicker, or too quick: the version's own page says how it stands."""
    if version.is_published:
        messages.info(request, _("Version %(number)d is published already.") % {"number": version.number})
    else:
        messages.info(request, _("Somebody has to approve this version before it is published."))
    return redirect("policies:draft", version.policy.slug, version.number)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    version = access.version_to_decide_or_404(request.user, slug, number)
    is_over = any(event.act == "withdrawn" for event in version.events.all())
    if not version.is_published or is_over:
        words = _("This version is withdrawn already.") if is_over else _("This version is not published.")
        messages.info(request, words)
        return redirect("policies:draft", slug, number)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            withdraw_version(version, reason=form.cleaned_data["reason"], by=request.user, now=timezone.now())
        except DomainError as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Version %(number)d is withdrawn.") % {"number": number})
        return redirect("policies:draft", slug, number)
    context = _about(version) | {
        "form": form,
        "follower": standing_without(version, today=_today()),
        "signers": signers_of(version),
    }
    return render(request, "policies/withdraw.html", context, status=422 if form.errors else 200)
