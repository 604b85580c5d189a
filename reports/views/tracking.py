"""HR's tracking: figures by course and department, the rows behind each figure, and the same rows as a file."""

from dataclasses import replace

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignments.selectors import out_of_attempts
from people.http import StaffRequest
from people.models import Employee
from reports import access
from reports.forms import FilterForm
from reports.selectors.filtering import Choices, TrackingFilter
from reports.selectors.rows import rows_from, tracked_in_order
from reports.selectors.tracking import tracking as figures_of
from reports.views import controls
from toolkit.csv import csv_response
from toolkit.paging import paginate


@require_safe
def tracking(request: StaffRequest) -> HttpResponse:
    choices = Choices()
    wanted = access.filter_or_404(request.GET, choices)
    shown = TrackingFilter(course=wanted.course, department=wanted.department)
    if shown.course is None and choices.courses:
        shown = replace(shown, course=max(choices.courses, key=lambda choice: choice.open))
    stuck = out_of_attempts(Employee.objects.filter(is_active=True).exclude(pk=request.user.pk))
    if shown.course is None:
        return render(request, "reports/nothing.html", {"stuck": stuck})
    found = figures_of(shown, choices, now=timezone.now())
    context = {"tracking": found, "chips": controls.tracking_chips(shown, choices), "stuck": stuck}
    return render(request, "reports/tracking.html", context)


@require_safe
def rows(request: StaffRequest) -> HttpResponse:
    now, choices = timezone.now(), Choices()
    wanted = access.filter_or_404(request.GET, choices)
    page = paginate(request, tracked_in_order(wanted, now=now))
    context = {
        "wanted": wanted,
        "form": FilterForm(wanted, choices),
        "chips": controls.rows_chips(wanted),
        "columns": controls.columns(wanted),
        "page": page,
        "pager_query": f"{wanted.query()}&" if wanted.query() else "",
        "rows": [(row, controls.state_words(row)) for row in rows_from(iter(page.object_list), choices, now=now)],
    }
    return render(request, "reports/rows.html", context)


@require_safe
def rows_csv(request: StaffRequest) -> StreamingHttpResponse:
    now, choices = timezone.now(), Choices()
    wanted = access.filter_or_404(request.GET, choices)
    header = [_("Name"), _("Number"), _("Department"), _("Course"), _("Due"), _("State"), _("Days late")]
    header += [_("Completed on"), _("Certificate")]
    lines = (
        (
            row.name,
            row.number,
            row.department,
            row.course,
            row.due_on,
            controls.state_words(row),
            row.days_late or None,
            row.completed_on,
            row.certificate,
        )
        for row in rows_from(tracked_in_order(wanted, now=now).iterator(2000), choices, now=now)
    )
    return csv_response(f"assignments-{timezone.localdate(now):%Y-%m-%d}.csv", header, lines)
