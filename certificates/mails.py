"""The mail that says a certificate is ready."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Certificate
from certificates.services import ISSUED
from notices.kinds import Mail, NoticeFacts, NoticeKind
from toolkit.jobs.kinds import Later

SOONEST, LATEST = timedelta(seconds=5), timedelta(minutes=5)


def build(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    certificate = _certificate_of(notice)
    context = {"certificate": certificate, "address": settings.SITE_URL + reverse("certificates:mine")}
    return Mail(
        subject=_("Your certificate: %(course)s") % {"course": certificate.course_title},
        text=render_to_string("certificates/email/issued.txt", context),
        html=render_to_string("certificates/email/issued.html", context),
    )


def still_wanted(notice: NoticeFacts, now: datetime) -> bool:
    """Not by those who can no longer sign in, and not once it was erased.

    Raises Later while the file that the mail promises is not there.
    """
    certificate = _certificate_of(notice)
    if not certificate.employee.is_active or certificate.is_erased:
        return False
    if not certificate.files.exists():
        waited = now - notice.created_at
        raise Later(now + min(max(waited, SOONEST), LATEST), "The certificate is being prepared.")
    return True


def _certificate_of(notice: NoticeFacts) -> Certificate:
    return Certificate.objects.select_related("employee").get(uuid=notice.payload["certificate"])


ISSUED_MAIL = NoticeKind(
    ISSUED,
    title=gettext_lazy("Certificate"),
    build=build,
    still_wanted=still_wanted,
    is_counted=True,
)
