"""Health: two addresses for machines, one page for administrators, and trying a dead job again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from people.http import StaffRequest
from toolkit.jobs import running
from toolkit.models import Job
from trainingsite import health


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    checks = health.readiness(now=timezone.now())
    is_ready = health.is_ready(checks)
    status = 200 if is_ready else 503
    if not _may_see_details(request):
        return HttpResponse("ready" if is_ready else "not ready", content_type="text/plain", status=status)
    details = {check.name: {"state": check.state, "detail": check.detail} for check in checks}
    return JsonResponse({"ready": is_ready, "checks": details}, status=status)


def _may_see_details(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(settings.HEALTH_TOKEN) and constant_time_compare(given, settings.HEALTH_TOKEN)


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    checks = health.everything(now=timezone.now())
    context = {"checks": checks, "jobs": health.dead_jobs(), "has_outbox": not settings.EMAIL_URL}
    return render(request, "trainingsite/health.html", context)


@require_POST
def retry_job(request: StaffRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(Job, pk=pk)
    if running.retry(job, now=timezone.now()):
        messages.success(request, _("The job gets all its tries again. It starts within a few seconds."))
    else:
        messages.info(request, _("That job is not waiting for anybody any more."))
    return redirect("health")
