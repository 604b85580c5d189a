"""Writing one file of a draft, with its preview in the learner's look."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access
from courses.desk_forms import FileForm, PartForm
from courses.errors import DraftGone, DraftSavedMeanwhile
from courses.http import stored_file
from courses.kinds import KINDS
from courses.media import kind_of, stored_name
from courses.media.kinds import Use
from courses.models import CourseDraft, DraftFile, Step
from courses.packs.arranging import kind_of_step
from courses.packs.quiz_text import prompts_in
from courses.selectors.drafts import address_in, files_of_lessons, title_of_draft
from courses.selectors.previews import preview_of
from courses.services.draft_files import add_file, remove_file
from courses.services.drafting import save_part, text_digest, tidied
from people.http import StaffRequest, file_refused, posted
from toolkit.errors import DomainError
from toolkit.stored import is_unaltered


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    try:
        draft, file = access.part_or_404(uuid, part)
    except Http404:
        if request.method != "POST":
            raise
        return gone(request, request.POST.get("text", ""))
    if request.method != "POST":
        return _page(request, draft, file, _form(file.text, over=text_digest(file.text)), file.text)
    form = PartForm(request.POST)
    text = tidied(request.POST.get("text", ""))
    if not form.is_valid():  # a character that no database takes: the preview names its line
        return _page(request, draft, file, form, text, status=422)
    if "preview" in request.POST:
        return _page(request, draft, file, form, text, {"is_unsaved": text != file.text})
    try:
        save_part(draft, file, text, over=form.cleaned_data["over"], by=request.user, now=timezone.now())
    except DraftSavedMeanwhile:
        _draft, stored = access.part_or_404(uuid, part)
        form = _form(text, over=text_digest(stored.text))
        return _page(request, draft, stored, form, text, {"meanwhile": stored.text}, status=422)
    except DraftGone:
        return gone(request, request.POST.get("text", ""))
    except DomainError as refusal:
        return _page(request, draft, file, form, text, {"refusal": str(refusal)}, status=422)
    messages.success(request, _("Saved."))
    return redirect("courses:draft-part", uuid, part)


@require_POST
def preview(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    """What learners would see of the words in the form; stores nothing."""
    draft, file = access.part_or_404(uuid, part)
    text = tidied(request.POST.get("text", ""))
    return render(request, "courses/authoring/_preview.html", {"preview": _preview(draft, file, text)})


@require_http_methods(["GET", "HEAD", "POST"])
def files(request: StaffRequest, uuid: UUID) -> HttpResponse:
    draft = access.draft_or_404(uuid)
    form = FileForm(posted(request), request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            row = add_file(draft, file=given, name=given.name, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Added as %(name)s.") % {"name": row.path.rpartition("/")[2]})
            return redirect("courses:draft-files", uuid)
    context = {"draft": draft, "title": title_of_draft(draft), "form": form, "files": files_of_lessons(draft)}
    status = 422 if form.errors else 200
    return render(request, "courses/authoring/files.html", context, status=status)


@require_POST
def file_remove(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft = access.draft_or_404(uuid)
    row = draft.files.filter(uuid=part).first()
    try:
        if row:
            remove_file(draft, row, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("courses:draft-files", uuid)


@require_safe
def file(request: StaffRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """A picture or another file of a draft, for authors."""
    row = access.draft_file_or_404(uuid, name)
    kind = kind_of(name)
    stored_as = stored_name(row.sha256)
    try:
        if not is_unaltered(stored_as, sha256=row.sha256):
            up = reverse("courses:draft-files", args=[uuid])
            return file_refused(request, f"The file {stored_as}", up=up, up_label=_("Files"))
        stored = default_storage.open(stored_as, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return stored_file(
        request,
        stored,
        size=row.size,
        sha256=row.sha256,
        content_type=kind.content_type if kind else "application/octet-stream",
        save_as="" if kind and kind.use is not Use.DOWNLOAD else name,
    )


def _preview(draft: CourseDraft, file: DraftFile, text: str) -> object:
    return preview_of(draft, file.path, text, partial(address_in, draft))


def _form(text: str, *, over: str) -> PartForm:
    return PartForm(initial={"text": text, "over": over})


def _page(
    request: StaffRequest,
    draft: CourseDraft,
    file: DraftFile,
    form: PartForm,
    text: str,
    more: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "file": file,
        "title": title_of_draft(draft),
        "name": file.path.removeprefix(f"courses/{draft.slug}/"),
        "form": form,
        "is_quiz": kind_of_step(file.path) == Step.Kind.QUIZ,
        "kinds": KINDS.values(),
        "questions": prompts_in(file.text) if kind_of_step(file.path) == Step.Kind.QUIZ else [],
        "stored_digest": text_digest(file.text),
        "preview": _preview(draft, file, text),
        "has_errors": status == 422,
        "meanwhile": "",
        "refusal": "",
        "is_unsaved": False,
    }
    return render(request, "courses/authoring/part.html", context | (more or {}), status=status)


def gone(request: StaffRequest, text: str) -> HttpResponse:
    """The draft or this part of it is no more: the words that were sent are shown, to be copied."""
    context = {"text": text, "refusal": str(DraftGone()), "has_errors": True}
    return render(request, "courses/authoring/gone.html", context, status=422)
