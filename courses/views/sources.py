"""Where a course has it from: its sources, the facts taken from each, and where they stand."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses import access
from courses.selectors.sources import cited_in
from people.http import StaffRequest


@require_safe
def sources(request: StaffRequest, slug: str) -> HttpResponse:
    """Of the version that the reader takes or took, else of the newest."""
    _course, newest = access.course_or_404(slug)
    enrollment = access.passage(request.user, slug)
    version = enrollment.version if enrollment else newest
    if not version.sources:
        raise Http404
    context = {"slug": slug, "version": version, "sources": cited_in(version), "may_open": enrollment is not None}
    return render(request, "courses/sources.html", context)
