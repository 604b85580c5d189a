"""The mails of this app: somebody asks, and somebody is answered. What was written stays on the site."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.kinds import Mail, NoticeFacts, NoticeKind
from people.models import Employee
from policies.models import Enquiry
from policies.selectors.signing import text_of
from policies.services.enquiring import ASKED, REPLIED


def build_asked(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    enquiry = _enquiry_of(notice)
    words = _words(enquiry)
    if enquiry.kind == Enquiry.Kind.REFUSAL:
        subject = _("Somebody cannot sign: %(policy)s") % {"policy": words["title"]}
    else:
        subject = _("A question about: %(policy)s") % {"policy": words["title"]}
    return Mail(subject=subject, text=render_to_string("policies/mail/asked.txt", words))


def build_replied(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    words = _words(_enquiry_of(notice))
    subject = _("A reply to you about: %(policy)s") % {"policy": words["title"]}
    return Mail(subject=subject, text=render_to_string("policies/mail/replied.txt", words))


def is_for_somebody_here(notice: NoticeFacts, now: datetime) -> bool:
    if notice.recipient_uuid is None:
        return False
    return Employee.objects.filter(uuid=notice.recipient_uuid, is_active=True).exists()


def is_unanswered(notice: NoticeFacts, now: datetime) -> bool:
    """Who answers need not be told of what somebody answered already."""
    is_open = not _enquiry_of(notice).replies.filter(is_answer=True).exists()
    return is_open and is_for_somebody_here(notice, now)


def _enquiry_of(notice: NoticeFacts) -> Enquiry:
    related = ("policy", "version", "employee")
    return Enquiry.objects.select_related(*related).get(uuid=notice.payload["enquiry"])


def _words(enquiry: Enquiry) -> dict[str, Any]:
    return {
        "enquiry": enquiry,
        "title": text_of(enquiry.version).title,
        "link": settings.SITE_URL + reverse("policies:enquiry", args=[enquiry.uuid]),
    }


KINDS = (
    NoticeKind(ASKED, gettext_lazy("Question about a policy"), build_asked, still_wanted=is_unanswered),
    NoticeKind(REPLIED, gettext_lazy("Reply about a policy"), build_replied, still_wanted=is_for_somebody_here),
)
