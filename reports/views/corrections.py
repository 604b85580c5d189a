"""A record that is wrong stays as it is; compliance says beside it what is wrong."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.http import StaffRequest, posted
from reports import access, services
from reports.forms import CorrectionForm


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: StaffRequest, uuid: UUID) -> HttpResponse:
    signed = access.entered_or_404(uuid)
    form = CorrectionForm(posted(request))
    if form.is_valid():
        said = form.cleaned_data
        services.correct(signed, reason=said["reason"], right=said["right"], by=request.user, now=timezone.now())
        messages.success(request, _("The correction stands beside the record now."))
        return redirect("reports:person-records", signed.row.employee.uuid)
    context = {"signed": signed, "person": signed.row.employee, "form": form, "has_errors": form.is_bound}
    return render(request, "reports/correct.html", context, status=422 if form.is_bound else 200)
