"""One question of a quiz in a draft, filled in as a form of fields, with its preview in the learner's look."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import access
from courses.errors import DraftGone, DraftSavedMeanwhile
from courses.kinds import KINDS
from courses.kinds.parts import NotForAForm, Sent, arranged, sent, taken
from courses.models import CourseDraft, DraftFile
from courses.packs.question_rows import parts_of, without_head
from courses.packs.quiz_text import QUESTIONS, Fields, with_questions
from courses.question_forms import QuestionForm
from courses.selectors.drafts import title_of_draft
from courses.selectors.question_drafts import look_at_question, offered, parts_of_row, question_digest
from courses.services.arranging_questions import quiz_in
from courses.services.writing_questions import save_question
from courses.views.authoring.parts import gone
from people.http import StaffRequest
from toolkit.errors import DomainError
from toolkit.packfiles.yamlwriting import yaml_text

UNSAVED = "new-question"  # a key that stands in a preview only


@dataclass(frozen=True)
class Asked:
    """Which question the page is about: its key, and the digest of what the page began with; none for a new one."""

    draft: CourseDraft
    file: DraftFile
    quiz: Fields
    kind: str
    number: int | None = None
    key: str = ""
    over: str = ""

    @property
    def address(self) -> str:
        place = [self.draft.uuid, self.file.uuid]
        if self.number:
            return reverse("courses:draft-question", args=[*place, self.number])
        return reverse("courses:draft-question-new", args=[*place, self.kind])

    @property
    def place(self) -> int | None:
        """Where the question stands now, from 0; None for one that stands nowhere."""
        keys = [str(row.get("key", "")) for row in self.quiz[QUESTIONS]]
        if self.number and self.number <= len(keys) and keys[self.number - 1] == self.key:
            return self.number - 1
        return keys.index(self.key) if self.key in keys and self.number else None

    def text_with(self, row: Fields) -> tuple[str, int]:
        """The text of the quiz if the form were saved, and the number of the question in it."""
        rows, at = list(self.quiz[QUESTIONS]), self.place
        whole = {"key": self.key or UNSAVED, "kind": self.kind, **row}
        if at is None:
            return with_questions(self.quiz, [*rows, whole]), len(rows) + 1
        rows[at] = whole
        return with_questions(self.quiz, rows), at + 1


@require_safe
def choose(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    """Leads from the choice of a kind to its form."""
    draft, file = access.part_or_404(uuid, part)
    if request.GET.get("kind") not in KINDS:
        return redirect("courses:draft-part", draft.uuid, file.uuid)
    return redirect("courses:draft-question-new", draft.uuid, file.uuid, request.GET["kind"])


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, uuid: UUID, part: UUID, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    return _answer(request, uuid, part, None) if request.method == "POST" else _begin(request, uuid, part, kind)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, uuid: UUID, part: UUID, number: int) -> HttpResponse:
    if request.method == "POST":
        return _answer(request, uuid, part, number)
    draft, file = access.part_or_404(uuid, part)
    try:
        quiz = quiz_in(file)
        if not 1 <= number <= len(quiz[QUESTIONS]):
            raise Http404
        row = quiz[QUESTIONS][number - 1]
        stored = sent(parts_of_row(row), without_head(row))
    except DomainError as refusal:
        return _as_text(request, draft, file, str(refusal))
    except NotForAForm:
        words = _("This question holds something that no field can show. Change it as text.")
        return _as_text(request, draft, file, words)
    asked = Asked(draft, file, quiz, row["kind"], number, str(row.get("key", "")), question_digest(row))
    return _page(request, asked, stored, tells=True)


def _begin(request: StaffRequest, uuid: UUID, part: UUID, kind: str) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    try:
        return _page(request, Asked(draft, file, quiz_in(file), kind), {})
    except DomainError as refusal:
        return _as_text(request, draft, file, str(refusal))


def _answer(request: StaffRequest, uuid: UUID, part: UUID, number: int | None) -> HttpResponse:
    """What was typed is never lost, whatever became of the question, the quiz or the draft meanwhile."""
    posted: Sent = dict(request.POST.lists())
    kind, key, over = (request.POST.get(name, "") for name in ("kind", "key", "over"))
    if kind not in KINDS:
        raise Http404
    row = taken(parts_of(KINDS[kind]), posted)
    try:
        draft, file = access.part_or_404(uuid, part)
        asked = Asked(draft, file, quiz_in(file), kind, number, key, over)
    except (Http404, DomainError):
        return gone(request, yaml_text(row))
    if act := request.POST.get("move") or request.POST.get("act"):
        after, place = arranged(posted, act)
        return _page(request, asked, after, focus=place, is_unsaved=True)
    values = sent(parts_of(KINDS[kind]), row)
    if "preview" in request.POST:
        return _page(request, asked, values, tells=True, is_unsaved=True)
    written, now = {"kind": kind, **row}, timezone.now()
    try:
        number = save_question(draft, file, written, number=number, over=over, by=request.user, now=now)
    except DraftSavedMeanwhile:
        return _meanwhile(request, asked, values)
    except DraftGone:
        return gone(request, yaml_text(row))
    except DomainError as refusal:
        return _page(request, asked, values, tells=True, refusal=str(refusal))
    messages.success(request, _("Saved."))
    return redirect("courses:draft-question", uuid, part, number)


def _meanwhile(request: StaffRequest, asked: Asked, values: Sent) -> HttpResponse:
    """The form with what was typed, now over what is stored: the question with its key, or none."""
    place = asked.place
    if place is None:
        words = _("It was taken out. Saving adds it again, at the end.")
        return _page(request, replace(asked, number=None, key="", over=""), values, tells=True, meanwhile=words)
    stored = asked.quiz[QUESTIONS][place]
    here = replace(asked, number=place + 1, over=question_digest(stored))
    return _page(request, here, values, tells=True, meanwhile=yaml_text(without_head(stored)))


def _page(
    request: StaffRequest,
    asked: Asked,
    values: Sent,
    *,
    tells: bool = False,
    focus: str = "",
    is_unsaved: bool = False,
    meanwhile: str = "",
    refusal: str = "",
) -> HttpResponse:
    parts = parts_of(KINDS[asked.kind])
    form = QuestionForm(parts, values, offered(asked.draft))
    look = look_at_question(asked.draft, asked.file.path, *asked.text_with(taken(parts, values)))
    problems = [form.tell(one.name, one.what, one.expected) for one in look.problems] if tells else []
    context = {
        "draft": asked.draft,
        "file": asked.file,
        "asked": asked,
        "kind": KINDS[asked.kind],
        "title": title_of_draft(asked.draft),
        "quiz_title": asked.quiz.get("title") or asked.file.name,
        "form": form,
        "problems": problems,
        "look": look,
        "focus": focus,
        "is_unsaved": is_unsaved,
        "meanwhile": meanwhile,
        "refusal": refusal,
        "has_errors": bool(problems or meanwhile or refusal),
    }
    if request.htmx and request.POST.get("preview") == "live":
        return render(request, "courses/authoring/_question_preview.html", context)
    status = 422 if meanwhile or refusal else 200
    return render(request, "courses/authoring/question.html", context, status=status)


def _as_text(request: StaffRequest, draft: CourseDraft, file: DraftFile, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("courses:draft-part", draft.uuid, file.uuid)
