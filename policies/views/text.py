"""The text of a policy: what counts today, any version, and all versions."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from people.selectors import local_day
from policies import access
from policies.obligations import obligation_of
from policies.selectors.desk import powers_of
from policies.selectors.pages import TextPage, text_page
from policies.selectors.versions import versions_of
from policies.services.printing import printed_sha256


@require_safe
def policy(request: StaffRequest, slug: str) -> HttpResponse:
    found = access.policy_or_404(slug)
    today = local_day(request.user, now=timezone.now())
    page = text_page(found, request.user, today=today, language=request.GET.get("language"))
    if page is None:
        rows = versions_of(found, on=today, is_now=True)
        return render(request, "policies/nothing_in_force.html", {"policy": found, "rows": rows, "newest": rows[0]})
    return _page(request, page)


@require_safe
def version(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    found = access.version_or_404(slug, number)
    today = local_day(request.user, now=timezone.now())
    page = text_page(found.policy, request.user, today=today, number=number, language=request.GET.get("language"))
    if page is None:
        raise Http404
    return _page(request, page)


def _page(request: StaffRequest, page: TextPage) -> HttpResponse:
    asks = page.row.is_in_force and not page.has_signed_this
    course = obligation_of(request.user, page.policy, now=timezone.now()) if asks else None
    context = {"page": page, "course": course, "pdf_sha256": printed_sha256(page.text)}
    return render(request, "policies/text.html", context)


@require_safe
def versions(request: StaffRequest, slug: str) -> HttpResponse:
    found = access.policy_or_404(slug)
    today = local_day(request.user, now=timezone.now())
    rows = versions_of(found, on=today, is_now=True, with_drafts=access.may_see_drafts(request.user))
    at_desk = powers_of(request.user, found).any
    context = {"policy": found, "rows": rows, "title": rows[0].title, "at_desk": at_desk}
    return render(request, "policies/versions.html", context)
