"""Files that were asked for: how far each one is, the finished file, and the list of all of them."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from people.http import StaffRequest, file_refused
from people.models import Employee
from reports import access
from reports.models import Export
from reports.selectors.exports import ExportState, all_exports, state_of, states_of
from toolkit.paging import paginate
from toolkit.stored import NotWhatWasStored, opened

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


@require_safe
@cache_control(no_store=True)
def export(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = state_of(access.export_or_404(request.user, uuid), now=timezone.now())
    return _page(request, found)


def _page(request: StaffRequest, found: ExportState, *, status: int = 200) -> HttpResponse:
    up, label = _up(request.user, found.export)
    is_own = found.export.about_id == request.user.pk
    context = {"found": found, "export": found.export, "up": up, "up_label": label, "is_own": is_own}
    template = "reports/_export_state.html" if request.htmx else "reports/export.html"
    return render(request, template, context, status=status)


def _up(person: Employee, export: Export) -> tuple[str, str]:
    """Where one asked for it."""
    if export.kind == Export.Kind.EVIDENCE:
        return reverse("reports:evidence"), _("Evidence packs")
    if export.kind == Export.Kind.ATTESTATIONS:
        return f"{reverse('reports:attestations')}?{urlencode(export.filters)}", _("Attestation records")
    if export.about_id == person.pk:
        return reverse("reports:my-file"), _("My file")
    assert export.about is not None
    return reverse("reports:person-records", args=[export.about.uuid]), export.about.name


@require_safe
@cache_control(no_store=True)
def file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The file itself. Whether this person may still have it is asked here, not only when it was asked for."""
    wanted = access.export_or_404(request.user, uuid)
    found = state_of(wanted, now=timezone.now())
    if found.made is None or not found.is_ready:
        status = 202 if found.is_open else 410
        return _page(request, found, status=status)
    try:
        stored = opened(found.made.file.name or "", sha256=found.made.sha256)
    except FileNotFoundError as problem:
        raise Http404 from problem
    except NotWhatWasStored:
        up = reverse("reports:export", args=[uuid])
        return file_refused(request, f"reports.exportfile {found.made.uuid}", up=up, up_label=_("File"))
    download = FileResponse(stored, as_attachment=True, filename=_name(wanted), content_type=CONTENT_TYPES[wanted.form])
    download["X-Content-Type-Options"] = "nosniff"
    return download


def _name(export: Export) -> str:
    about = f"-{export.about.number}" if export.about else ""
    return f"{export.kind}{about}-{timezone.localdate(export.asked_at):%Y-%m-%d}.{export.form}"


@require_safe
def exports(request: StaffRequest) -> HttpResponse:
    page = paginate(request, all_exports())
    rows = [
        (found, access.may_have(request.user, found.export))
        for found in states_of(list(page.object_list), now=timezone.now())
    ]
    return render(request, "reports/exports.html", {"page": page, "rows": rows})
