"""The owner's certificates, their files, and the receipts that prove them without us."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates import access, selectors
from people.http import StaffRequest, file_refused
from people.selectors import local_day
from toolkit.stored import NotWhatWasStored, opened


@require_safe
@cache_control(no_store=True)
def certificates(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    rows = selectors.own_certificates(request.user, now=now, today=local_day(request.user, now=now))
    return render(request, "certificates/_list.html" if request.htmx else "certificates/mine.html", {"rows": rows})


@require_safe
@cache_control(no_store=True)
def receipt(request: StaffRequest, uuid: UUID) -> HttpResponse:
    certificate = access.own_certificate_or_404(request.user, uuid)
    proof = selectors.receipt_of(certificate)
    if proof is None:
        response = render(request, "certificates/receipt_preparing.html", {"certificate": certificate}, status=202)
        response["Retry-After"] = "2"
        return response
    download = HttpResponse(proof, content_type="text/plain; charset=utf-8")
    download["Content-Disposition"] = f'attachment; filename="certificate-{certificate.shown_number}.tlog-proof"'
    download["X-Content-Type-Options"] = "nosniff"
    return download


@require_safe
@cache_control(no_store=True)
def file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    certificate = access.own_certificate_or_404(request.user, uuid)
    if certificate.is_erased:
        return render(request, "certificates/erased.html", {"certificate": certificate}, status=410)
    rendered = selectors.newest_file(certificate)
    if rendered is None:
        response = render(request, "certificates/preparing.html", {"certificate": certificate}, status=202)
        response["Retry-After"] = "5"
        return response
    try:
        stored = opened(rendered.file.name or "", sha256=rendered.sha256)
    except NotWhatWasStored:
        up, words = reverse("certificates:mine"), _("Certificates")
        return file_refused(request, f"certificates.certificatefile {rendered.uuid}", up=up, up_label=words)
    download = FileResponse(
        stored,
        as_attachment=True,
        filename=f"certificate-{certificate.shown_number}.pdf",
        content_type="application/pdf",
    )
    download["X-Content-Type-Options"] = "nosniff"
    return download
