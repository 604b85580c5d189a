"""Publishing a draft, after a page that says what it changes; and two versions compared."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses import access
from courses.models.content import content_of
from courses.selectors.comparing import differences
from courses.selectors.drafts import newest_version, people_under_way, reading_of, title_of_draft, versions_beside
from courses.services.publishing import publish_draft
from people.http import StaffRequest
from toolkit.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: StaffRequest, uuid: UUID) -> HttpResponse:
    draft = access.draft_or_404(uuid)
    refusal = ""
    if request.method == "POST":
        given = request.POST.get("revision", "")
        try:
            version = publish_draft(
                draft,
                revision=int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0,
                over=request.POST.get("over", ""),
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as problem:
            refusal = str(problem)
            draft = access.draft_or_404(uuid)
        else:
            words = _("Version %(number)d is published. Who begins now gets it; who has begun keeps theirs.")
            messages.success(request, words % {"number": version.number})
            return redirect("courses:overview", version.course.slug)
    newest, reading = newest_version(draft), reading_of(draft)
    is_ready = not reading.problems and reading.course is not None
    changes = differences(content_of(newest) if newest else None, reading.course) if is_ready and reading.course else ()
    context = {
        "draft": draft,
        "title": title_of_draft(draft),
        "newest": newest,
        "is_other": newest is not None and newest.pk != draft.base_id,
        "is_ready": is_ready,
        "problem_count": len(reading.problems),
        "differences": changes,
        "under_way": people_under_way(draft),
        "refusal": refusal,
        "has_errors": bool(refusal),
    }
    return render(request, "courses/authoring/publish.html", context, status=422 if refusal else 200)


@require_safe
def compare(request: StaffRequest, before: UUID, after: UUID) -> HttpResponse:
    old, new = access.any_version_or_404(before), access.any_version_or_404(after)
    context = {
        "before": old,
        "after": new,
        "differences": differences(content_of(old), content_of(new)),
        "versions": versions_beside(new),
    }
    return render(request, "courses/authoring/compare.html", context)
