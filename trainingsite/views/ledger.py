"""The compliance page about the ledger, and who is sent its checkpoints."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ledger import services
from ledger.models import AnchorAddress
from people.http import StaffRequest
from people.roles import Role
from toolkit.errors import DomainError
from trainingsite.anchor_forms import AnchorAddressForm
from trainingsite.ledger_page import ledger_page


@require_safe
def page(request: StaffRequest) -> HttpResponse:
    return _page(request, AnchorAddressForm())


@require_POST
def add_address(request: StaffRequest) -> HttpResponse:
    form = AnchorAddressForm(request.POST)
    if form.is_valid():
        try:
            services.add_anchor_address(**form.cleaned_data, by=request.user.uuid, now=timezone.now())
        except DomainError as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, _("From tonight on the checkpoint goes to this address every night."))
            return redirect("compliance-ledger")
    return _page(request, form, status=422)


@require_POST
def end_address(request: StaffRequest, uuid: UUID) -> HttpResponse:
    address = get_object_or_404(AnchorAddress, uuid=uuid)
    services.end_anchor_address(address, by=request.user.uuid, now=timezone.now())
    messages.success(request, _("%(name)s gets no more checkpoints.") % {"name": address.name})
    return redirect("compliance-ledger")


def _page(request: StaffRequest, form: AnchorAddressForm, *, status: int = 200) -> HttpResponse:
    context = {
        "ledger": ledger_page(now=timezone.now()),
        "form": form,
        "may_change": request.user.has_role(Role.COMPLIANCE),
    }
    return render(request, "trainingsite/ledger.html", context, status=status)
