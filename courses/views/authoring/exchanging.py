"""Questions of a quiz in a draft from and for other systems: a file is looked at first, then taken over."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from courses import access
from courses.desk_forms import QuestionFileForm
from courses.exchange import QuestionFileError
from courses.models import CourseDraft, DraftFile, Step
from courses.packs.arranging import kind_of_step
from courses.packs.quiz_text import QUESTIONS
from courses.selectors.drafts import title_of_draft
from courses.selectors.exchanging import Checked, as_gift, check_file
from courses.services.arranging_questions import quiz_in
from courses.services.drafting import text_digest
from courses.services.writing_questions import take_questions
from people.http import StaffRequest, posted
from toolkit.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, file = _quiz_or_404(uuid, part)
    try:
        quiz = quiz_in(file)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:draft-part", uuid, part)
    if "bank" in request.POST:
        return _take(request, draft, file)
    form = QuestionFileForm(posted(request), request.FILES or None)
    checked = None
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            checked = check_file(draft, quiz, given, given.size, form.cleaned_data["form"])
        except QuestionFileError as refusal:
            where = _("Line %(line)d: ") % {"line": refusal.line} if refusal.line else ""
            form.add_error("file", f"{where}{refusal}")
    return _page(request, draft, file, form, checked, str(quiz.get("title") or file.name))


@require_safe
def gift(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    """The questions of the quiz that GIFT can say."""
    draft, file = _quiz_or_404(uuid, part)
    exported = as_gift(draft, file)
    if exported is None:
        raise Http404
    name = f"{file.name.partition('.')[0]}.gift"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(exported.text, content_type="text/plain; charset=utf-8", headers=headers)


def _take(request: StaffRequest, draft: CourseDraft, file: DraftFile) -> HttpResponse:
    bank = request.POST["bank"].replace("\r\n", "\n")
    before = len(quiz_in(file)[QUESTIONS])
    try:
        stored = take_questions(
            draft, file, bank, over=request.POST.get("over", ""), by=request.user, now=timezone.now()
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:draft-exchange", draft.uuid, file.uuid)
    count = len(quiz_in(stored)[QUESTIONS]) - before
    words = ngettext("%(count)d question was added.", "%(count)d questions were added.", count)
    messages.success(request, words % {"count": count})
    return redirect("courses:draft-part", draft.uuid, file.uuid)


def _page(
    request: StaffRequest,
    draft: CourseDraft,
    file: DraftFile,
    form: QuestionFileForm,
    checked: Checked | None,
    quiz_title: str,
) -> HttpResponse:
    context = {
        "draft": draft,
        "file": file,
        "title": title_of_draft(draft),
        "quiz_title": quiz_title,
        "form": form,
        "checked": checked,
        "over": text_digest(file.text),
        "exported": as_gift(draft, file),
    }
    status = 422 if form.errors else 200
    return render(request, "courses/authoring/exchange.html", context, status=status)


def _quiz_or_404(uuid: UUID, part: UUID) -> tuple[CourseDraft, DraftFile]:
    draft, file = access.part_or_404(uuid, part)
    if kind_of_step(file.path) != Step.Kind.QUIZ:
        raise Http404
    return draft, file
