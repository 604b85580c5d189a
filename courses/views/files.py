"""The files that lessons show."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses import access
from courses.http import stored_file
from courses.media import kind_of, stored_name
from courses.media.kinds import Use
from people.http import StaffRequest, file_refused
from toolkit.stored import is_unaltered


@require_safe
def file(request: StaffRequest, slug: str, sha256: str, name: str) -> HttpResponseBase:
    found = access.file_or_404(request.user, slug, sha256, name)
    kind = kind_of(found.name)
    stored_as = stored_name(found.sha256)
    try:
        if not is_unaltered(stored_as, sha256=found.sha256):
            up = reverse("courses:overview", args=[slug])
            return file_refused(request, f"The file {stored_as}", up=up, up_label=_("Course"))
        stored = default_storage.open(stored_as, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return stored_file(
        request,
        stored,
        size=found.size,
        sha256=found.sha256,
        content_type=kind.content_type if kind else "application/octet-stream",
        save_as="" if kind and kind.use is not Use.DOWNLOAD else found.name,
    )
