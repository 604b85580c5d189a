"""One attempt at a quiz: a question a page, the check before handing in, and the result."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access, kinds, time_limit
from courses.errors import AnsweredElsewhere, AttemptClosed, Unanswered
from courses.forms import MORE_TIME, MoreTimeForm, SaveForm
from courses.models import Attempt
from courses.selectors.asking import asked_in
from courses.selectors.attempts import answer_to, answers_of, attempts_left, paper, review, waits_until
from courses.selectors.outline import StepOutline
from courses.selectors.progress import progress_of
from courses.selectors.time_left import time_left
from courses.services import attempts as services
from courses.services.time_limits import take_more_time
from people.http import StaffRequest
from toolkit.errors import DomainError


def _go(name: str, step: StepOutline, *more: int) -> HttpResponse:
    return redirect(f"courses:{name}", *step.address, *more)


@require_POST
def quiz_start(request: StaffRequest, slug: str, module: str, step: str) -> HttpResponse:
    enrollment, found = access.quiz_or_404(request.user, slug, module, step)
    try:
        attempt = services.start_attempt(enrollment, found, now=timezone.now())
    except DomainError as refusal:
        messages.info(request, str(refusal))
        return _go("step", found)
    if not attempt.is_open:
        return _go("quiz-result", found, attempt.number)
    questions = paper(asked_in(attempt, found), attempt.seed)
    if 1 <= attempt.place <= len(questions):
        return _go("question", found, attempt.number, attempt.place)
    answered = answers_of(attempt)
    for question in questions:
        if question.pk not in answered:
            return _go("question", found, attempt.number, question.place)
    return _go("quiz-check", found, attempt.number)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: StaffRequest, slug: str, module: str, step: str, number: int, place: int) -> HttpResponse:
    now = timezone.now()
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    questions = paper(found, attempt.seed)
    if not 1 <= place <= len(questions):
        raise Http404
    if not attempt.is_open:
        messages.info(request, str(AttemptClosed()))
        return _go("quiz-result", found, number)
    question = questions[place - 1]
    context: dict[str, Any] = {"step": found, "question": question, "total": len(questions)}
    if request.method == "POST":
        return _answered(request, attempt, context, now=now)
    if time_limit.is_over(attempt.due_at, now):
        return _time_over(request, attempt, found)
    stored = answer_to(attempt, question)
    context |= {
        "attempt": attempt,
        "time": time_left(attempt, found, now=now),
        "asked": question.asked(stored.given if stored else None),
        "revision": stored.revision if stored else 0,
        "at": request.GET.get("at", ""),
    }
    return render(request, "courses/question.html", context)


def _answered(request: StaffRequest, attempt: Attempt, context: dict[str, Any], *, now: datetime) -> HttpResponse:
    """Saves what was posted. Whoever asks for more time gets that first, with or without an answer."""
    step, question = context["step"], context["question"]
    wants_time = MORE_TIME in request.POST
    if wants_time:
        attempt = _with_more_time(request, attempt, step, now=now)
    context |= {"attempt": attempt, "time": time_left(attempt, step, now=now)}
    posted, form = dict(request.POST.lists()), SaveForm(request.POST)
    seen = form.cleaned_data["revision"] if form.is_valid() else None
    try:
        saved = services.save_answer(attempt, question, posted, now=now, seen=seen, goes_on=not wants_time)
    except kinds.Refused as refusal:
        context |= {"asked": question.asked(refusal.kept), "revision": seen}
        if wants_time:
            return render(request, "courses/question.html", context)
        context |= {"error": str(refusal), "error_at": f"answer-{refusal.field}", "has_errors": True}
        return render(request, "courses/question.html", context, status=422)
    except AnsweredElsewhere as refusal:
        context |= {"asked": question.asked(refusal.given), "revision": refusal.revision, "elsewhere": str(refusal)}
        return render(request, "courses/question.html", context, status=409)
    except AttemptClosed as refusal:
        if not wants_time:  # whoever wanted more of it was told already
            messages.info(request, str(refusal))
        services.submit_attempt(attempt, step, now=now)
        return _go("quiz-result", step, attempt.number)
    if wants_time:
        return redirect(request.path)
    if at := question.stays_at(posted, saved.given):
        return redirect(f"{request.path}?at={at}")
    if question.place == context["total"] or "check" in request.POST:
        return _go("quiz-check", step, attempt.number)
    return _go("question", step, attempt.number, question.place + 1)


def _with_more_time(request: StaffRequest, attempt: Attempt, step: StepOutline, *, now: datetime) -> Attempt:
    """The attempt with an extension, or as it is when there is none to get; the page says which."""
    form = MoreTimeForm(request.POST)
    try:
        longer = take_more_time(attempt, step, seen=form.seen, now=now)
    except DomainError as refusal:
        messages.info(request, str(refusal))
        return attempt
    until = date_format(timezone.localtime(longer.due_at), "TIME_FORMAT")
    messages.success(request, _("You have until %(moment)s now.") % {"moment": until})
    longer.enrollment = attempt.enrollment
    return longer


def _time_over(request: StaffRequest, attempt: Attempt, step: StepOutline) -> HttpResponse:
    """Reading writes nothing, so the attempt is still open: its learner hands in here, or a job does in a moment."""
    context = {"attempt": attempt, "step": step, "answered": len(answers_of(attempt))}
    context["total"] = len(paper(step, attempt.seed))
    return render(request, "courses/time_over.html", context)


@require_safe
def quiz_check(request: StaffRequest, slug: str, module: str, step: str, number: int) -> HttpResponse:
    now = timezone.now()
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    if not attempt.is_open:
        return _go("quiz-result", found, number)
    if time_limit.is_over(attempt.due_at, now):
        return _time_over(request, attempt, found)
    return render(request, "courses/check.html", _check_context(attempt, found, now=now))


def _check_context(attempt: Attempt, step: StepOutline, *, now: datetime) -> dict[str, Any]:
    answered = answers_of(attempt)
    rows = [(question, question.told(answered.get(question.pk))) for question in paper(step, attempt.seed)]
    return {"attempt": attempt, "step": step, "rows": rows, "time": time_left(attempt, step, now=now)}


@require_POST
def quiz_submit(request: StaffRequest, slug: str, module: str, step: str, number: int) -> HttpResponse:
    now = timezone.now()
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    if MORE_TIME in request.POST:
        _with_more_time(request, attempt, found, now=now)
        return _go("quiz-check", found, number)
    try:
        services.submit_attempt(attempt, found, now=now)
    except Unanswered as refusal:
        context = _check_context(attempt, found, now=now) | {"missing": refusal.numbers, "has_errors": True}
        return render(request, "courses/check.html", context, status=422)
    return _go("quiz-result", found, number)


@require_safe
def quiz_result(request: StaffRequest, slug: str, module: str, step: str, number: int) -> HttpResponse:
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    if attempt.is_open:
        return _go("quiz-check", found, number)
    progress = progress_of(attempt.enrollment)
    context = {
        "attempt": attempt,
        "enrollment": attempt.enrollment,
        "step": found,
        "level": found.review_after(is_passed=attempt.is_passed),
        "review": review(attempt, found),
        "unanswered": len(paper(found, attempt.seed)) - len(answers_of(attempt)) if attempt.was_ended_by_time else 0,
        "attempts_left": attempts_left(attempt.enrollment, found),
        "waits_until": waits_until(attempt.enrollment, found, now=timezone.now()),
        "after": progress.outline.after(found),
        "is_course_done": attempt.enrollment.closed_at is not None,
        "next_step": progress.next_step,
    }
    return render(request, "courses/result.html", context)
