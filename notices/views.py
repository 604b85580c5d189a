"""HR's page of every mail sent and to come."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from notices import services
from notices.forms import MailFilterForm
from notices.models import Notice
from notices.selectors import mail_rows, mails
from toolkit.errors import DomainError
from toolkit.paging import paginate


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    form = MailFilterForm(request.GET)
    chosen = form.chosen
    page = paginate(request, mails(**chosen))
    context = {
        "form": form,
        "page": page,
        "rows": mail_rows(page.object_list),
        "query": _query(request.GET),
        "is_filtered": any(chosen.values()),
    }
    return render(request, "notices/mail.html", context)


@require_POST
def send_again(request: HttpRequest, uuid: UUID) -> HttpResponse:
    notice = get_object_or_404(Notice, uuid=uuid)
    asked_by_uuid = getattr(request.user, "uuid", None)  # people live above this app
    try:
        services.send_again(notice, asked_by_uuid=asked_by_uuid, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mail is queued again."))
    back = _query(QueryDict(request.POST.get("query", "")))
    return redirect(f"{reverse('notices:mail')}?{back}" if back else "notices:mail")


def _query(values: QueryDict) -> str:
    """The filter, encoded and ending in "&", without the page."""
    kept = [(name, values[name]) for name in ("q", "kind", "state") if values.get(name)]
    return f"{urlencode(kept)}&" if kept else ""
