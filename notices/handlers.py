"""The job that sends a notice: at most once, or at least once for the kinds that ask for it."""

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation

from notices import services, transport
from notices.kinds import NoticeFacts, NoticeKind, kind_of
from notices.models import Delivery, Notice
from notices.rendering import compose, one_line
from notices.selectors import SEND, facts_of, progress_of, was_sent_again
from toolkit.jobs.kinds import GiveUp, JobKind, Payload, Record

Event = Delivery.Event


def send(payload: Payload, now: datetime) -> Record:
    """Send one notice, unless it has ended, may have gone out already, or is not wanted any more."""
    notice = Notice.objects.get(uuid=payload["notice"])
    kind = kind_of(notice.kind)
    progress = progress_of(notice)
    if progress.has_ended:
        return _nothing
    if progress.is_open and not kind.resend_if_uncertain:
        # A worker stopped between the mail server and our commit. Nobody can know; HR sees it and decides.
        return partial(services.note, notice, Event.UNCERTAIN, now=now, detail="The sending was cut off.")
    if was_sent_again(notice):
        return partial(services.note, notice, Event.DROPPED, now=now, detail="It was sent again as another mail.")
    if not _is_address(notice.address):
        return partial(services.note, notice, Event.FAILED, now=now, detail=_no_address(notice))
    with translation.override(settings.LANGUAGE_CODE):
        return _send_if_wanted(notice, kind, payload, now)


def _send_if_wanted(notice: Notice, kind: NoticeKind, payload: Payload, now: datetime) -> Record:
    facts = facts_of(notice)
    if not kind.still_wanted(facts, now):
        return partial(services.note, notice, Event.DROPPED, now=now)
    mail = kind.build(facts, payload.get("secret", {}))
    message = compose(facts, mail)
    subject = one_line(mail.subject)
    if not services.start_sending(notice, subject=subject, zone=ZoneInfo(payload.get("zone", "UTC")), now=now):
        return _nothing
    try:
        transport.hand_over(message)
    except transport.Refused as problem:
        services.note(notice, Event.FAILED, now=now, subject=subject, detail=str(problem))
        raise GiveUp(str(problem)) from problem
    except transport.NotAccepted as problem:
        services.note(notice, Event.FAILED, now=now, subject=subject, detail=str(problem))
        raise
    except transport.PerhapsAccepted as problem:
        if kind.resend_if_uncertain:
            raise
        return partial(services.note, notice, Event.UNCERTAIN, now=now, subject=subject, detail=str(problem))
    return partial(_note_sent, notice, kind, facts, subject, now)


def _note_sent(notice: Notice, kind: NoticeKind, facts: NoticeFacts, subject: str, now: datetime) -> None:
    services.note(notice, Event.SENT, now=now, subject=subject)
    kind.sent(facts, now)


def _nothing() -> None:
    """What is to be written has been written already."""


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def _no_address(notice: Notice) -> str:
    return "This is not an e-mail address." if notice.address else "No e-mail address is known."


# The lease outlasts the slowest talk with a mail server; the attempts span a night without one.
SENDING = JobKind(SEND, send, lease=timedelta(seconds=50), max_attempts=24)
