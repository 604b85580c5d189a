"""What differs between two versions."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from policies import access
from policies.selectors.beside import beside, summaries_since
from policies.selectors.comparing import comparison_of
from policies.selectors.redlines import redline
from policies.selectors.versions import last_signed_version


@require_safe
def changes(request: StaffRequest, slug: str, before: int, after: int) -> HttpResponse:
    if before == after:
        raise Http404
    first, last = access.version_or_404(slug, before), access.version_or_404(slug, after)
    if before > after:
        return redirect("policies:changes", slug, after, before)
    found = redline(first, last, request.GET.get("language"))
    if found is None:
        return render(request, "policies/no_common_language.html", {"before": first, "after": last})
    signed = last_signed_version(request.user, last.policy)
    context = {
        "comparison": comparison_of(found),
        "redline": found,
        "beside": beside(found),
        "summaries": summaries_since(last, before),
        "attachments": list(last.attachments.order_by("name")),
        "signed": signed if signed and signed.number == before else None,
    }
    return render(request, "policies/changes.html", context)
