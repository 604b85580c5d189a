"""The catalog: every published course, with or without an assignment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from courses.models import Enrollment
from courses.selectors import published_versions
from people.http import StaffRequest
from people.roles import Role


@require_safe
def catalog(request: StaffRequest) -> HttpResponse:
    mine = Enrollment.objects.filter(employee=request.user).order_by("started_at").values("course_id", "closed_at")
    states = {row["course_id"]: "done" if row["closed_at"] else "open" for row in mine}
    courses = [(version, states.get(version.course_id, "new")) for version in published_versions()]
    context = {"courses": courses, "may_write": request.user.has_role(Role.AUTHOR)}
    return render(request, "courses/catalog.html", context)
