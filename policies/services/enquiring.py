"""Questions about a policy, and reasons why somebody cannot sign it: asked, answered, and mailed to who waits."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from notices.services import NewNotice, queue_notices
from people.models import Employee
from policies.errors import AlreadyAnswered, Erased, OwnEnquiry
from policies.models import Enquiry, EnquiryReply, PolicyVersion, WordsErased
from policies.selectors.enquiries import ASKED, who_answers

REPLIED = "policies.enquiry_reply"


@transaction.atomic
def ask(
    version: PolicyVersion, *, employee: Employee, kind: Enquiry.Kind, text: str, now: datetime, clause_key: str = ""
) -> Enquiry:
    """Enters a question or a refusal, and tells who answers it: see `who_answers`.

    The same words again within the same minute are the same enquiry: a second click. It never counts as signed.
    """
    # Their row, so that two clicks at once take turns.
    person = Employee.objects.select_for_update(no_key=True).get(pk=employee.pk)
    same = Enquiry.objects.filter(employee=person, version=version, kind=kind, clause_key=clause_key, text=text)
    latest = same.order_by("-asked_at").first()
    if latest is not None and (now - latest.asked_at).total_seconds() < 60:
        return latest
    enquiry = Enquiry.objects.create(
        kind=kind,
        policy=version.policy,
        version=version,
        clause_key=clause_key,
        employee=person,
        text=text,
        asked_at=now,
    )
    queue_notices([_asked(enquiry, one) for one in _told(enquiry, now=now)], now=now)
    return enquiry


@transaction.atomic
def reply(enquiry: Enquiry, *, by: Employee, text: str, is_answer: bool, now: datetime) -> EnquiryReply:
    """Adds a reply; with `is_answer` it is the one that closes the enquiry. Replies by others are mailed to the asker.

    Who asked may add to it, and does not answer it: OwnEnquiry. After the answer there is nothing to add, and of two
    answers at once the second is refused: AlreadyAnswered. To what was erased nothing is added: Erased.
    """
    if is_answer and by.pk == enquiry.employee_id:
        raise OwnEnquiry
    # The row is locked, so that nothing is added beside an answer that is just being given.
    locked = Enquiry.objects.select_for_update(of=("self",)).select_related("policy__owner", "employee")
    enquiry = locked.get(pk=enquiry.pk)
    if WordsErased.objects.filter(enquiry=enquiry).exists():
        raise Erased
    if EnquiryReply.objects.filter(enquiry=enquiry, is_answer=True).exists():
        raise AlreadyAnswered
    try:
        with transaction.atomic():
            row = EnquiryReply.objects.create(enquiry=enquiry, by=by, text=text, at=now, is_answer=is_answer)
    except IntegrityError as refusal:
        raise AlreadyAnswered from refusal
    if by.pk == enquiry.employee_id:
        queue_notices([_added(row, one) for one in _told(enquiry, now=now)], now=now)
    else:
        queue_notices([_replied(row)], now=now)
    return row


def _told(enquiry: Enquiry, *, now: datetime) -> list[Employee]:
    return who_answers(enquiry.policy, enquiry.employee, now=now).people


def _asked(enquiry: Enquiry, to: Employee) -> NewNotice:
    return _mail(ASKED, f"{ASKED}:{enquiry.uuid}:{to.uuid}", to, _("You answer questions about this policy."), enquiry)


def _added(row: EnquiryReply, to: Employee) -> NewNotice:
    key = f"{ASKED}:{row.enquiry.uuid}:{row.pk}:{to.uuid}"
    return _mail(ASKED, key, to, _("You answer questions about this policy."), row.enquiry)


def _replied(row: EnquiryReply) -> NewNotice:
    key = f"{REPLIED}:{row.enquiry.uuid}:{row.pk}"
    return _mail(REPLIED, key, row.enquiry.employee, _("You asked about a policy."), row.enquiry)


def _mail(kind: str, key: str, to: Employee, reason: str, enquiry: Enquiry) -> NewNotice:
    """Without the words of the enquiry: somebody may have written about a patient, and mail leaves the house."""
    return NewNotice(
        kind=kind,
        address=to.email,
        recipient_uuid=to.uuid,
        recipient_name=to.name,
        reason=reason,
        payload={"enquiry": str(enquiry.uuid)},
        dedup_key=key,
    )
