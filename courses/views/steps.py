"""A course's overview, its lessons, and the page at its end."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses import access, timing
from courses.errors import AlreadyFinished, CourseNotOpen
from courses.forms import FinishForm, PlaceForm, StartForm
from courses.models import Attempt, Completion
from courses.selectors.accommodations import minutes_for
from courses.selectors.asking import asked_next
from courses.selectors.attempts import attempts_left, waits_until
from courses.selectors.outline import outline_of
from courses.selectors.progress import Progress, may_be_retaken, progress_of
from courses.selectors.reading import place_in
from courses.selectors.time_left import time_left
from courses.services.learning import finish_lesson, start_course
from courses.services.reading import keep_place
from courses.views import signing
from people.http import StaffRequest


@require_safe
def overview(request: StaffRequest, slug: str) -> HttpResponse:
    _course, version = access.course_or_404(slug)
    enrollment = access.passage(request.user, slug)
    progress = progress_of(enrollment) if enrollment else Progress(outline_of(version), frozenset())
    completion = Completion.objects.filter(enrollment=enrollment).first() if enrollment else None
    context = {
        "version": version,
        "enrollment": enrollment,
        "progress": progress,
        "completion": completion,
        "has_sources": bool((enrollment.version if enrollment else version).sources),
        "may_retake": completion is not None and may_be_retaken(completion, version, today=timezone.localdate()),
    }
    return render(request, "courses/overview.html", context)


@require_POST
def start(request: StaffRequest, slug: str) -> HttpResponse:
    course, _version = access.course_or_404(slug)
    form = StartForm(request.POST)
    after = form.cleaned_data["after"] if form.is_valid() else None
    try:
        enrollment = start_course(course, employee=request.user, now=timezone.now(), after=after)
    except AlreadyFinished as refusal:
        messages.info(request, str(refusal))
        return redirect("courses:done", slug)
    step = progress_of(enrollment).next_step
    return redirect("courses:step", *step.address) if step else redirect("courses:done", slug)


@require_safe
def step(request: StaffRequest, slug: str, module: str, step: str) -> HttpResponse:
    if access.passage(request.user, slug) is None:
        access.course_or_404(slug)
        return redirect("courses:overview", slug)
    enrollment, found = access.step_or_404(request.user, slug, module, step)
    if found.is_attest:
        return signing.sign(request, enrollment, found, now=timezone.now())
    progress = progress_of(enrollment)
    context = {
        "enrollment": enrollment,
        "progress": progress,
        "step": found,
        "before": progress.outline.before(found),
        "after": progress.outline.after(found),
    }
    if not found.is_quiz:
        now = timezone.now()
        is_open = enrollment.closed_at is None and not progress.is_finished(found)
        context |= {
            "is_open": is_open,
            "place": place_in(enrollment, found.pk) if is_open else 0,
            "shown": timing.mark(enrollment.pk, found.pk, now=now),
        }
        return render(request, "courses/lesson.html", context)
    attempts = list(Attempt.objects.filter(enrollment=enrollment, step_id=found.pk).order_by("number"))
    open_attempt = next((attempt for attempt in attempts if attempt.is_open), None)
    now = timezone.now()
    context |= {
        "time": time_left(open_attempt, found, now=now) if open_attempt else None,
        "minutes": minutes_for(request.user, found),
        "step": asked_next(enrollment, found, open_attempt, now=now),
        "attempts": [attempt for attempt in attempts if not attempt.is_open],
        "open_attempt": open_attempt,
        "attempts_left": attempts_left(enrollment, found),
        "waits_until": waits_until(enrollment, found, now=now),
    }
    return render(request, "courses/quiz.html", context)


@require_POST
def finish(request: StaffRequest, slug: str, module: str, step: str) -> HttpResponse:
    enrollment, found = access.step_or_404(request.user, slug, module, step)
    if found.is_quiz or found.is_attest:
        raise Http404
    now, form = timezone.now(), FinishForm(request.POST)
    shown = form.cleaned_data["shown"] if form.is_valid() else ""
    seconds = timing.seconds_since(shown, enrollment.pk, found.pk, minutes=found.minutes, now=now)
    try:
        finish_lesson(enrollment, found, now=now, seconds=seconds)
    except CourseNotOpen as refusal:
        messages.info(request, str(refusal))
        return redirect("courses:overview", slug)
    return after_step(enrollment.pk, found.address, request)


@require_POST
def place(request: StaffRequest, slug: str, module: str, step: str) -> HttpResponse:
    """Told by a script while somebody reads."""
    enrollment, found = access.step_or_404(request.user, slug, module, step)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    keep_place(enrollment, found, part=form.cleaned_data["part"], now=timezone.now())
    return HttpResponse(status=204)


def after_step(enrollment_pk: int, address: tuple[str, str, str], request: StaffRequest) -> HttpResponse:
    """On to the next step in order; at the end of the course to its last page, or back to what was left out."""
    enrollment = access.passage(request.user, address[0])
    if enrollment is None or enrollment.pk != enrollment_pk or enrollment.closed_at is not None:
        return redirect("courses:done", address[0])
    progress = progress_of(enrollment)
    here = progress.outline.step(*address[1:])
    following = progress.outline.after(here) if here else None
    if following is None or progress.is_finished(following) or progress.is_locked(following):
        following = progress.next_step
    return redirect("courses:step", *following.address) if following else redirect("courses:done", address[0])


@require_safe
def done(request: StaffRequest, slug: str) -> HttpResponse:
    enrollment = access.passage(request.user, slug)
    if enrollment is None or enrollment.closed_at is None:
        return redirect("courses:overview", slug)
    completion = Completion.objects.select_related("version__course").get(enrollment=enrollment)
    return render(request, "courses/done.html", {"completion": completion})
