"""One attempt at a quiz: a question a page, the check before handing in, and the result."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access, kinds
from courses.errors import AnsweredElsewhere, AttemptClosed, Unanswered
from courses.forms import SaveForm
from courses.models import Attempt
from courses.selectors.asking import asked_in
from courses.selectors.attempts import answer_to, answers_of, attempts_left, paper, review, waits_until
from courses.selectors.outline import StepOutline
from courses.selectors.progress import progress_of
from courses.services import attempts as services
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
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    questions = paper(found, attempt.seed)
    if not 1 <= place <= len(questions):
        raise Http404
    if not attempt.is_open:
        return _already_closed(request, attempt, found)
    question = questions[place - 1]
    context: dict[str, Any] = {"attempt": attempt, "step": found, "question": question, "total": len(questions)}
    if request.method != "POST":
        stored = answer_to(attempt, question)
        context |= {
            "asked": question.asked(stored.given if stored else None),
            "revision": stored.revision if stored else 0,
            "at": request.GET.get("at", ""),
        }
        return render(request, "courses/question.html", context)
    posted, form = dict(request.POST.lists()), SaveForm(request.POST)
    seen = form.cleaned_data["revision"] if form.is_valid() else None
    try:
        saved = services.save_answer(attempt, question, posted, now=timezone.now(), seen=seen, goes_on=True)
    except kinds.Refused as refusal:
        context |= {"asked": question.asked(refusal.kept), "error": str(refusal), "error_at": f"answer-{refusal.field}"}
        return render(request, "courses/question.html", context | {"has_errors": True, "revision": seen}, status=422)
    except AnsweredElsewhere as refusal:
        context |= {"asked": question.asked(refusal.given), "revision": refusal.revision, "elsewhere": str(refusal)}
        return render(request, "courses/question.html", context, status=409)
    except AttemptClosed:
        return _already_closed(request, attempt, found)
    if at := question.stays_at(posted, saved.given):
        return redirect(f"{request.path}?at={at}")
    if place == len(questions) or "check" in request.POST:
        return _go("quiz-check", found, number)
    return _go("question", found, number, place + 1)


def _already_closed(request: StaffRequest, attempt: Attempt, step: StepOutline) -> HttpResponse:
    messages.info(request, str(AttemptClosed()))
    return _go("quiz-result", step, attempt.number)


@require_safe
def quiz_check(request: StaffRequest, slug: str, module: str, step: str, number: int) -> HttpResponse:
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    if not attempt.is_open:
        return _go("quiz-result", found, number)
    return render(request, "courses/check.html", _check_context(attempt, found))


def _check_context(attempt: Attempt, step: StepOutline) -> dict[str, Any]:
    answered = answers_of(attempt)
    rows = [(question, question.told(answered.get(question.pk))) for question in paper(step, attempt.seed)]
    return {"attempt": attempt, "step": step, "rows": rows}


@require_POST
def quiz_submit(request: StaffRequest, slug: str, module: str, step: str, number: int) -> HttpResponse:
    attempt, found = access.attempt_or_404(request.user, slug, module, step, number)
    try:
        services.submit_attempt(attempt, found, now=timezone.now())
    except Unanswered as refusal:
        context = _check_context(attempt, found) | {"missing": refusal.numbers, "has_errors": True}
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
        "attempts_left": attempts_left(attempt.enrollment, found),
        "waits_until": waits_until(attempt.enrollment, found, now=timezone.now()),
        "after": progress.outline.after(found),
        "is_course_done": attempt.enrollment.closed_at is not None,
        "next_step": progress.next_step,
    }
    return render(request, "courses/result.html", context)
