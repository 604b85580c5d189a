"""The drafts of courses, one of them with its parts and problems, and how one begins and is thrown away."""

from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses import access
from courses.desk_forms import CourseForm
from courses.models import CourseDraft, CourseVersion, DraftFile
from courses.packs.arranging import arrangement_of
from courses.packs.transport import write_zip
from courses.selectors.drafts import courses_to_begin, files_of_lessons, newest_version, reading_of, title_of_draft
from courses.selectors.exporting import exported
from courses.services.drafting import begin_course, discard_draft, start_draft
from people.http import StaffRequest, posted
from toolkit.errors import DomainError

_IN_MEMORY = 5_000_000
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Row:
    """A module or step on the draft's page."""

    file: DraftFile
    title: str
    kind: str
    problems: int
    is_first: bool
    is_last: bool


@require_safe
def drafts(request: StaffRequest) -> HttpResponse:
    open_ones = [(draft, title_of_draft(draft)) for draft in CourseDraft.objects.select_related("changed_by", "base")]
    context = {"drafts": sorted(open_ones, key=lambda row: row[1]), "beginnings": courses_to_begin()}
    return render(request, "courses/authoring/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = CourseForm(posted(request))
    if form.is_valid():
        try:
            draft = begin_course(**form.cleaned_data, by=request.user, now=timezone.now())
        except DomainError as refusal:
            form.add_error("slug", str(refusal))
        else:
            messages.success(request, _("The course is begun, with one module and one lesson to write over."))
            return redirect("courses:draft", draft.uuid)
    context = {
        "form": form,
        "up_url": reverse("courses:drafts"),
        "title": _("Begin a new course"),
        "lead": _("Nobody but authors sees it until it is published."),
        "submit": _("Begin the course"),
    }
    return render(request, "begin.html", context, status=422 if form.errors else 200)


@require_POST
def start(request: StaffRequest) -> HttpResponse:
    """The next version of a course. A second click leads to the draft of the first."""
    try:
        version = access.any_version_or_404(UUID(request.POST.get("version", "")))
    except ValueError:
        messages.warning(request, _("Choose a course first."))
        return redirect("courses:drafts")
    try:
        draft = start_draft(version, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:drafts")
    return redirect("courses:draft", draft.uuid)


@require_safe
def draft(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.draft_or_404(uuid)
    reading = reading_of(found)
    files = {row.path: row for row in found.files.all()}
    counts = {path: len(reading.problems_in(path)) for path in files}
    modules = arrangement_of(found.slug, files)
    rows = []
    for at, module in enumerate(modules):
        read = reading.module(module.slug)
        steps = []
        for place, step in enumerate(module.steps):
            content = reading.step(module.slug, step.slug)
            title = (content.title if content else "") or step.slug
            is_last = at == len(modules) - 1 and place == len(module.steps) - 1
            file = files[step.path]
            steps.append(Row(file, title, step.kind, counts[step.path], at == place == 0, is_last))
        title = (read.title if read else "") or module.slug
        file, is_last = files[module.path], at == len(modules) - 1
        rows.append((Row(file, title, "", counts[module.path], at == 0, is_last), steps))
    others = ["sources.yaml", "glossary.yaml", f"courses/{found.slug}/course.yaml"]
    context = {
        "draft": found,
        "title": title_of_draft(found),
        "modules": rows,
        "others": {path.rpartition("/")[2].partition(".")[0]: files.get(path) for path in others},
        "lesson_files": len(files_of_lessons(found)),
        "problems": [
            (problem, problem.file.removeprefix(f"courses/{found.slug}/"), files.get(problem.file))
            for problem in reading.problems[:MOST_PROBLEMS]
        ],
        "problem_count": len(reading.problems),
        "newest": newest_version(found),
    }
    return render(request, "courses/authoring/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.draft_or_404(uuid)
    if request.method != "POST":
        context = {"draft": found, "title": title_of_draft(found)}
        return render(request, "courses/authoring/discard.html", context)
    try:
        discard_draft(found)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The draft is thrown away."))
    return redirect("courses:drafts")


@require_safe
def export(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The files of a version as a ZIP, as `bin/manage export_course` writes them into a folder."""
    version: CourseVersion = access.any_version_or_404(uuid)
    try:
        sources = exported(version)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return redirect("courses:drafts")
    name = f"{version.course.slug}-v{version.number}"
    archive = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the answer
    write_zip(sources, archive, folder=name)
    archive.seek(0)
    return FileResponse(archive, as_attachment=True, filename=f"{name}.zip", content_type="application/zip")
