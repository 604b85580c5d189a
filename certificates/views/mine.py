"""The owner's certificates and their files."""

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from certificates import access, selectors
from people.http import StaffRequest
from people.selectors import local_day


@require_safe
@cache_control(no_store=True)
def certificates(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    rows = selectors.own_certificates(request.user, now=now, today=local_day(request.user, now=now))
    return render(request, "certificates/_list.html" if request.htmx else "certificates/mine.html", {"rows": rows})


@require_safe
@cache_control(no_store=True)
def file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    certificate = access.own_certificate_or_404(request.user, uuid)
    rendered = selectors.newest_file(certificate)
    if rendered is None:
        response = render(request, "certificates/preparing.html", {"certificate": certificate}, status=202)
        response["Retry-After"] = "5"
        return response
    download = FileResponse(
        rendered.file.open("rb"),
        as_attachment=True,
        filename=f"certificate-{certificate.shown_number}.pdf",
        content_type="application/pdf",
    )
    download["X-Content-Type-Options"] = "nosniff"
    return download
