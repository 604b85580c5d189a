"""Mails when it is somebody's turn: who may decide hears of a version in review, who wrote it of what was decided."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from notices.services import NewNotice, queue_notices
from people.models import Employee
from policies.models import PolicyEvent
from policies.selectors.desk import deciders_of, writer_ids

TO_REVIEW = "policies.to_review"
DECIDED = "policies.decided"


def tell_deciders(event: PolicyEvent, *, now: datetime) -> None:
    """Everybody who may approve this version, when it is sent to review. Whoever wrote in it may not."""
    people = deciders_of(event.version.policy).exclude(pk__in=writer_ids(event.version))
    _tell(TO_REVIEW, event, people, _("You approve versions of this policy."), now=now)


def tell_writers(event: PolicyEvent, *, now: datetime) -> None:
    """Who wrote the version and who sent it to review, when it is approved or sent back; never who did that."""
    people = Employee.objects.filter(pk__in=_waiting(event), is_active=True).order_by("pk")
    _tell(DECIDED, event, people, _("You wrote this version or sent it to review."), now=now)


def _waiting(event: PolicyEvent) -> set[int]:
    sent = event.version.events.filter(act=PolicyEvent.Act.SUBMITTED).order_by("-pk").first()
    found = (event.version.author_id, sent.by_id if sent else None)
    return {pk for pk in found if pk is not None and pk != event.by_id}


def _tell(kind: str, event: PolicyEvent, people: Iterable[Employee], reason: str, *, now: datetime) -> None:
    """One mail a turn and person. Without the comment: it stays on the site, and mail leaves the house."""
    queue_notices(
        [
            NewNotice(
                kind=kind,
                address=one.email,
                recipient_uuid=one.uuid,
                recipient_name=one.name,
                reason=reason,
                payload={"event": str(event.uuid)},
                dedup_key=f"{kind}:{event.uuid}:{one.uuid}",
            )
            for one in people
        ],
        now=now,
    )
