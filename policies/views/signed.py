"""One's own signatures: the list, one of them with the text that was signed, and its receipt."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ledger.selectors import corrections_of
from people.http import StaffRequest, file_refused
from policies import access, http
from policies.selectors.reading import reading_of
from policies.selectors.signatures import receipt_of, signatures_of
from toolkit.paging import paginate
from toolkit.stored import NotWhatWasStored


@require_safe
def mine(request: StaffRequest) -> HttpResponse:
    return render(request, "policies/signed.html", {"page": paginate(request, signatures_of(request.user))})


@require_safe
def signature(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.own_signature_or_404(request.user, uuid)
    corrections = corrections_of([found.uuid]).get(found.uuid, [])
    context = {"signature": found, "reading": reading_of(found.text), "corrections": corrections}
    return render(request, "policies/signature.html", context)


@require_safe
def receipt(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.own_signature_or_404(request.user, uuid)
    proof = receipt_of(found)
    if proof is None:
        response = render(request, "policies/receipt_later.html", {"signature": found}, status=202)
        response["Retry-After"] = "2"
        return response
    name = f"{found.policy.slug}-v{found.version.number}-{found.signed_on}.tlog-proof"
    download = HttpResponse(proof, content_type="text/plain; charset=utf-8")
    download["Content-Disposition"] = f'attachment; filename="{name}"'
    download["X-Content-Type-Options"] = "nosniff"
    return download


@require_safe
def scan(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    found = access.own_signature_or_404(request.user, uuid)
    if found.paper is None:
        raise Http404
    try:
        return http.scan_download(found.paper)
    except FileNotFoundError as problem:
        raise Http404 from problem
    except NotWhatWasStored:
        up, words = reverse("policies:signature", args=[uuid]), _("Signature")
        return file_refused(request, f"policies.papersignature {found.paper.uuid}", up=up, up_label=words)
