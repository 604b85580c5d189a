"""Modules and steps of a draft: added, moved, copied, taken out."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses import access
from courses.desk_forms import StepForm, TitleForm, slug_of
from courses.packs.arranging import MODULE
from courses.selectors.drafts import policies_to_sign, title_of_draft
from courses.services.arranging import add_module, add_step, duplicate_part, move_part, order_parts, remove_part
from courses.services.arranging_questions import ACTS, arrange_questions, order_questions
from people.http import StaffRequest, posted
from toolkit.errors import DomainError

PLACES = {"up": -1, "down": 1}


@require_POST
def move(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    by_places = PLACES.get(request.POST.get("move", ""), 0)
    try:
        if by_places:
            move_part(draft, file, by_places=by_places, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect(f"{reverse('courses:draft', args=[uuid])}#part-{part}")


@require_POST
def order(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """All modules, or all steps of one module, after one of them was dragged."""
    draft = access.draft_or_404(uuid)
    given = request.POST.getlist("module") or request.POST.getlist("step")
    try:
        order_parts(draft, [UUID(part) for part in given], by=request.user, now=timezone.now())
    except ValueError:
        raise Http404 from None
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("courses:draft", uuid)


@require_POST
def questions(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    act, _hyphen, number = request.POST.get("act", "").partition("-")
    over, now = request.POST.get("over", ""), timezone.now()
    try:
        if act == "order":
            numbers = [int(one) for one in request.POST.getlist("number") if _is_number(one)]
            order_questions(draft, file, numbers, over=over, by=request.user, now=now)
        elif act in ACTS and _is_number(number):
            arrange_questions(draft, file, act=act, number=int(number), over=over, by=request.user, now=now)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect(f"{reverse('courses:draft-part', args=[uuid, part])}#questions-heading")


@require_POST
def duplicate(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    try:
        copy = duplicate_part(draft, file, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:draft", uuid)
    messages.success(request, _("The copy stands below its original."))
    return redirect(f"{reverse('courses:draft', args=[uuid])}#part-{copy.uuid}")


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, file = access.part_or_404(uuid, part)
    if request.method != "POST":
        context = {
            "draft": draft,
            "file": file,
            "title": title_of_draft(draft),
            "name": file.path.removeprefix(f"courses/{draft.slug}/"),
            "is_module": file.path.endswith(f"/{MODULE}"),
        }
        return render(request, "courses/authoring/remove.html", context)
    try:
        remove_part(draft, file, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Taken out of the draft."))
    return redirect("courses:draft", uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def module_new(request: StaffRequest, uuid: UUID) -> HttpResponse:
    draft = access.draft_or_404(uuid)
    form = TitleForm(posted(request))
    if form.is_valid():
        title = form.cleaned_data["title"]
        try:
            add_module(draft, title=title, slug=slug_of(title), by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, _("The module stands at the end, with one lesson to write over."))
            return redirect("courses:draft", uuid)
    context = {"draft": draft, "title": title_of_draft(draft), "form": form, "is_module": True}
    return render(request, "courses/authoring/add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def step_new(request: StaffRequest, uuid: UUID, part: UUID) -> HttpResponse:
    draft, module = access.part_or_404(uuid, part)
    form = StepForm(posted(request), policies=policies_to_sign())
    if form.is_valid():
        data = form.cleaned_data
        try:
            step = add_step(draft, module, slug=slug_of(data["title"]), **data, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("title", str(refusal))
        else:
            return redirect("courses:draft-part", uuid, step.uuid)
    context = {"draft": draft, "title": title_of_draft(draft), "form": form, "is_module": False}
    return render(request, "courses/authoring/add.html", context, status=422 if form.errors else 200)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4
