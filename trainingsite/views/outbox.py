"""The outbox page: mails that were kept because no SMTP server is set."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toolkit.paging import paginate
from trainingsite import outbox


@require_safe
@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    _refuse_unless_kept()
    page = paginate(request, outbox.kept_names())
    kept = [mail for name in page if (mail := outbox.kept_mail(name))]
    return render(request, "trainingsite/outbox.html", {"page": page, "mails": kept})


@require_safe
@never_cache
def mail(request: HttpRequest, name: str) -> HttpResponse:
    _refuse_unless_kept()
    kept = outbox.kept_mail(name)
    if kept is None:
        raise Http404
    return render(request, "trainingsite/outbox_mail.html", {"mail": kept})


def _refuse_unless_kept() -> None:
    if settings.EMAIL_URL:
        raise Http404
