"""Trying a quiz of a draft as a learner: one question a page, then the result. No attempt is stored."""

import random
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access, kinds
from courses.models import CourseDraft, DraftFile
from courses.selectors.trying import TriedQuiz, tried_quiz
from courses.services.drafting import text_digest
from people.http import StaffRequest

TRIAL = "course_trial"  # in the session: which text, the seed, and what was given by key of question


@require_POST
def start(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    if tried_quiz(draft, file, 0) is None:
        messages.warning(request, _("A quiz can be tried once its text has no problems."))
        return redirect("courses:draft-part", uuid, part)
    seed = random.SystemRandom().randrange(2**31)
    request.session[TRIAL] = {"file": str(part), "text": text_digest(file.text), "seed": seed, "given": {}}
    return redirect("courses:draft-try-question", uuid, part, 1)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: StaffRequest, uuid: UUID, part: UUID, place: int) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    trial = _trial(request, file)
    quiz = tried_quiz(draft, file, trial["seed"]) if trial else None
    if quiz is None or trial is None:
        return _over(request, draft, file)
    if not 1 <= place <= len(quiz.questions):
        raise Http404
    asked = quiz.questions[place - 1]
    context: dict[str, Any] = {
        "draft": draft,
        "file": file,
        "step": quiz.step,
        "question": asked,
        "total": len(quiz.questions),
        "error": "",
        "at": request.GET.get("at", ""),
    }
    if request.method != "POST":
        context["asked"] = asked.asked(trial["given"].get(asked.key))
        return render(request, "courses/authoring/try_question.html", context)
    posted = dict(request.POST.lists())
    try:
        given = kinds.kind_of(asked.kind).clean(posted, asked.body)
    except kinds.Refused as refusal:
        context |= {"asked": asked.asked(refusal.kept), "error": str(refusal), "error_at": f"answer-{refusal.field}"}
        return render(request, "courses/authoring/try_question.html", context | {"has_errors": True}, status=422)
    request.session[TRIAL] = {**trial, "given": {**trial["given"], asked.key: given}}
    if at := asked.stays_at(posted, given):
        return redirect(f"{request.path}?at={at}")
    if place == len(quiz.questions):
        return redirect("courses:draft-try-result", uuid, part)
    return redirect("courses:draft-try-question", uuid, part, place + 1)


@require_safe
def result(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    """What learners see after handing in, by the review rules of the quiz."""
    draft, file = access.part_or_404(uuid, part)
    trial = _trial(request, file)
    quiz: TriedQuiz | None = tried_quiz(draft, file, trial["seed"]) if trial else None
    if quiz is None or trial is None:
        return _over(request, draft, file)
    score, is_passed = quiz.result(trial["given"])
    level = quiz.step.review_after(is_passed=is_passed)
    context = {
        "draft": draft,
        "file": file,
        "step": quiz.step,
        "score": score,
        "is_passed": is_passed,
        "level": level,
        "review": quiz.review(trial["given"], level) if level.shows_questions else (),
    }
    return render(request, "courses/authoring/try_result.html", context)


def _trial(request: StaffRequest, file: DraftFile) -> dict[str, Any] | None:
    """The trial that goes on in this session, if it is one of this text as it stands now."""
    trial = request.session.get(TRIAL)
    is_this = trial and (trial["file"], trial["text"]) == (str(file.uuid), text_digest(file.text))
    return trial if is_this else None


def _over(request: StaffRequest, draft: CourseDraft, file: DraftFile) -> HttpResponse:
    messages.info(request, _("The quiz was changed, or another one was tried since. Begin the trial once more."))
    return redirect("courses:draft-part", draft.uuid, file.uuid)
