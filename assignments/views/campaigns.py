"""HR's orders: the list, the form, the page that shows what would happen, and one campaign."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assignments import access, selectors, services
from assignments.forms import CampaignForm, ConfirmForm
from assignments.models import Campaign
from people.http import StaffRequest
from people.models import Employee
from people.selectors import local_day
from toolkit.errors import DomainError
from toolkit.paging import paginate


@require_safe
def campaigns(request: StaffRequest) -> HttpResponse:
    page = paginate(request, selectors.campaigns())
    rows = selectors.campaign_rows(list(page.object_list), now=timezone.now())
    return render(request, "assignments/campaigns.html", {"rows": rows, "page": page})


@require_safe
def campaign(request: StaffRequest, uuid: UUID) -> HttpResponse:
    found = access.campaign_or_404(uuid)
    (row,) = selectors.campaign_rows([found], now=timezone.now())
    return render(request, "assignments/campaign.html", {"row": row, "campaign": found})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    if request.method != "POST" or "change" in request.POST:
        asked = request.POST if request.method == "POST" else request.GET
        form = CampaignForm(initial=asked.dict(), today=_today(request))
        return render(request, "assignments/new.html", {"form": form})
    form = CampaignForm(request.POST, today=_today(request))
    if not form.is_valid():
        return render(request, "assignments/new.html", {"form": form}, status=422)
    if form.department_chosen is None:
        return _preview_page(request, form)
    return redirect(f"{reverse('assignments:preview')}?{urlencode(form.answers)}")


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        return _confirm(request)
    form = CampaignForm(request.GET, today=_today(request))
    if not form.is_valid():
        return render(request, "assignments/new.html", {"form": form}, status=422)
    return _preview_page(request, form)


def _confirm(request: StaffRequest) -> HttpResponse:
    form = ConfirmForm(request.POST, today=_today(request))
    if not form.is_valid():
        return render(request, "assignments/new.html", {"form": form}, status=422)
    try:
        launched = _launch(form, by=request.user)
    except DomainError as refusal:
        return _preview_page(request, form, refusal=refusal)
    messages.success(request, _("The course is assigned."))
    return redirect("assignments:campaign", launched.uuid)


def _launch(form: ConfirmForm, *, by: Employee) -> Campaign:
    return services.launch_campaign(
        course=form.course_chosen,
        audience=form.audience_chosen,
        due_on=form.cleaned_data["due_on"],
        note=form.cleaned_data["note"],
        by=by,
        now=timezone.now(),
        seen=form.cleaned_data["seen"],
        uuid=form.uuid_chosen,
    )


def _preview_page(request: StaffRequest, form: CampaignForm, *, refusal: DomainError | None = None) -> HttpResponse:
    shown = selectors.preview_campaign(
        form.course_chosen, form.audience_chosen, form.cleaned_data["due_on"], _today(request)
    )
    context = {
        "form": form,
        "preview": shown,
        "department": form.department_chosen,
        "hidden": [*form.answers.items(), ("seen", shown.digest), ("uuid", uuid4())],
        "refusal": refusal,
    }
    return render(request, "assignments/preview.html", context, status=422 if refusal else 200)


def _today(request: StaffRequest) -> date:
    return local_day(request.user, now=timezone.now())
