"""The mails of this app: somebody asks, is answered, has a paper that counts now, or it is their turn with a version.

What was written stays on the site.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.kinds import Mail, NoticeFacts, NoticeKind
from people.models import Employee
from policies.models import Attestation, Enquiry, PolicyEvent
from policies.selectors.desk import latest_turn, powers_of, title_of, writer_ids
from policies.selectors.enquiries import ASKED
from policies.selectors.signing import text_of
from policies.services.enquiring import REPLIED
from policies.services.paper import PAPER_COUNTS
from policies.services.telling import DECIDED, TO_REVIEW


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


def build_paper_counts(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    related = ("version", "text")
    signature = Attestation.objects.select_related(*related).get(uuid=notice.payload["signature"])
    title = signature.text.title
    link = settings.SITE_URL + reverse("policies:signature", args=[signature.uuid])
    words = {"title": title, "signature": signature, "link": link}
    subject = _("Your signature on paper: %(policy)s") % {"policy": title}
    return Mail(subject=subject, text=render_to_string("policies/mail/paper_counts.txt", words))


def is_for_somebody_here(notice: NoticeFacts, now: datetime) -> bool:
    return _recipient(notice) is not None


def _recipient(notice: NoticeFacts) -> Employee | None:
    """To whom the mail goes, while they work here."""
    if notice.recipient_uuid is None:
        return None
    return Employee.objects.filter(uuid=notice.recipient_uuid, is_active=True).first()


def is_unanswered(notice: NoticeFacts, now: datetime) -> bool:
    """Who answers need not be told of what somebody answered already, nor of what was erased."""
    enquiry = _enquiry_of(notice)
    is_open = bool(enquiry.text) and not enquiry.replies.filter(is_answer=True).exists()
    return is_open and is_for_somebody_here(notice, now)


def build_to_review(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    words = _words_of_turn(notice, "policies:draft-review")
    subject = _("To approve: %(title)s, version %(number)d") % words
    return Mail(subject=subject, text=render_to_string("policies/mail/to_review.txt", words))


def build_decided(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    words = _words_of_turn(notice, "policies:draft")
    if words["event"].act == PolicyEvent.Act.APPROVED:
        subject = _("Approved: %(title)s, version %(number)d") % words
    else:
        subject = _("Sent back: %(title)s, version %(number)d") % words
    return Mail(subject=subject, text=render_to_string("policies/mail/decided.txt", words))


def is_their_turn(notice: NoticeFacts, now: datetime) -> bool:
    """Nobody is asked to approve what somebody decided on, or what is not theirs to decide on any more."""
    event = _event_of(notice)
    person = _recipient(notice)
    if person is None or not _is_latest(event) or person.pk in writer_ids(event.version):
        return False
    return powers_of(person, event.version.policy).decides


def is_still_so(notice: NoticeFacts, now: datetime) -> bool:
    """A return or an approval that another turn followed is old news."""
    return _is_latest(_event_of(notice)) and is_for_somebody_here(notice, now)


def _event_of(notice: NoticeFacts) -> PolicyEvent:
    return PolicyEvent.objects.select_related("version__policy", "by").get(uuid=notice.payload["event"])


def _is_latest(event: PolicyEvent) -> bool:
    latest = latest_turn(event.version)
    return latest is not None and latest.pk == event.pk


def _words_of_turn(notice: NoticeFacts, page: str) -> dict[str, Any]:
    event = _event_of(notice)
    policy, number = event.version.policy, event.version.number
    return {
        "event": event,
        "title": title_of(policy),
        "number": number,
        "link": settings.SITE_URL + reverse(page, args=[policy.slug, number]),
    }


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
    NoticeKind(
        PAPER_COUNTS,
        gettext_lazy("Signature on paper recorded"),
        build_paper_counts,
        still_wanted=is_for_somebody_here,
    ),
    NoticeKind(REPLIED, gettext_lazy("Reply about a policy"), build_replied, still_wanted=is_for_somebody_here),
    NoticeKind(TO_REVIEW, gettext_lazy("A policy to approve"), build_to_review, still_wanted=is_their_turn),
    NoticeKind(DECIDED, gettext_lazy("Decision on a policy"), build_decided, still_wanted=is_still_so),
)
