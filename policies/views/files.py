"""Files that are handed out: what is attached to a version."""

from django.http import FileResponse, Http404, HttpResponseBase
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from policies import access


@require_safe
def attachment(request: StaffRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    found = access.attachment_or_404(slug, number, name)
    try:
        stored = found.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    download = FileResponse(
        stored, as_attachment=True, filename=f"{slug}-v{number}-{found.name}", content_type="application/octet-stream"
    )
    download["X-Content-Type-Options"] = "nosniff"
    return download
