"""Files that are handed out: the printable text, and what is attached to a version."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import StaffRequest, file_refused
from policies import access
from policies.http import attachment_download
from policies.selectors.signing import text_of
from policies.services import printing
from toolkit import pdf
from toolkit.stored import NotWhatWasStored


@require_safe
def printable(request: StaffRequest, slug: str, number: int) -> HttpResponseBase:
    """The file in the reader's language: stored, or made now, or by a worker when it is long."""
    version = access.version_or_404(slug, number)
    text = text_of(version, request.GET.get("language"))
    text.version = version
    context: dict[str, object] = {"version": version, "text": text}
    try:
        made = printing.print_now(text) if printing.is_quick(text) else printing.printed(text)
    except pdf.NotInstalled:
        context["line"] = pdf.engine.APT_LINE
        return render(request, "policies/pdf_not_possible.html", context, status=503)
    if made is None:
        answer = render(request, "policies/pdf_preparing.html", context, status=202)
        answer["Retry-After"] = "10"
        return answer
    name = f"{slug}-v{number}-{text.language}.pdf"
    download = FileResponse(
        default_storage.open(made.name), as_attachment=True, filename=name, content_type="application/pdf"
    )
    download["X-Content-Type-Options"] = "nosniff"
    download["ETag"] = f'"{made.sha256}"'
    return download


@require_POST
def prepare(request: StaffRequest, slug: str, number: int) -> HttpResponse:
    """For a long text whose file is gone: a worker makes it again."""
    printing.print_soon(access.version_or_404(slug, number), now=timezone.now(), again=True)
    return redirect("policies:pdf", slug, number)


@require_safe
def attachment(request: StaffRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    found = access.attachment_or_404(slug, number, name)
    try:
        return attachment_download(found, f"{slug}-v{number}-{found.name}")
    except FileNotFoundError:
        raise Http404 from None
    except NotWhatWasStored:
        up = reverse("policies:version", args=[slug, number])
        return file_refused(request, f"policies.attachment {found.uuid}", up=up, up_label=_("Policy"))
