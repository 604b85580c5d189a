"""Giving somebody one more attempt at a check."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments import access
from assignments.forms import GrantForm
from courses.selectors.attempts import attempts_left
from courses.services.attempts import grant_attempt as give
from people.http import StaffRequest
from people.roles import Role
from people.selectors import local_day
from toolkit.errors import DomainError


@require_http_methods(["GET", "HEAD", "POST"])
def grant_attempt(request: StaffRequest, enrollment: UUID, module: str, step: str) -> HttpResponse:
    now = timezone.now()
    today = local_day(request.user, now=now)
    passage, check = access.check_or_404(request.user, enrollment, module, step, on=today)
    form = GrantForm(request.POST or None)
    back = reverse("reports:team" if request.user.has_role(Role.MANAGER) else "reports:tracking")
    if request.method == "POST" and form.is_valid():
        try:
            give(passage, check, by=request.user, reason=form.cleaned_data["reason"], now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s has one more attempt.") % {"name": passage.employee.name})
            return redirect(back)
    left = attempts_left(passage, check)
    context = {"form": form, "enrollment": passage, "step": check, "left": left, "back": back}
    return render(request, "assignments/grant_attempt.html", context, status=422 if form.errors else 200)
