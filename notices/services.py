"""Every write of this app: queuing a mail, and noting what became of it. Rows are only ever inserted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from notices.days import day_at, morning_after
from notices.kinds import kind_of
from notices.models import Delivery, MailDay, Notice
from notices.selectors import SEND, job_of, mail_row, progress_of
from toolkit.errors import DomainError
from toolkit.jobs.kinds import Later
from toolkit.jobs.queue import NewJob, enqueue_many, hasten

BATCH = 500


@dataclass(frozen=True)
class NewNotice:
    """One mail to queue. An empty address is noted as not accepted, so that HR sees who cannot be written to."""

    kind: str
    address: str
    reason: str
    dedup_key: str
    recipient_uuid: UUID | None = None
    recipient_name: str = ""
    payload: dict[str, Any] = field(default_factory=dict)
    secret: dict[str, Any] = field(default_factory=dict)
    zone: str = "UTC"
    not_before: datetime | None = None
    again_of: Notice | None = None
    asked_by_uuid: UUID | None = None


def queue_notice(
    *,
    kind: str,
    address: str,
    recipient_uuid: UUID | None = None,
    recipient_name: str = "",
    reason: str,
    payload: dict[str, Any] | None = None,
    dedup_key: str,
    now: datetime,
    secret: dict[str, Any] | None = None,
    zone: str = "UTC",
    not_before: datetime | None = None,
) -> Notice:
    """Queue one mail in the caller's transaction and return its notice; the one that exists if the key is known.

    `reason` completes the footer: a whole sentence that says why the person gets this mail. `secret` is never stored in
    the notice and leaves the job when the mail is sent. `zone` is the person's, for counted kinds.
    Raises KeyError for a kind that nobody registered.
    """
    new = NewNotice(
        kind=kind,
        address=address,
        recipient_uuid=recipient_uuid,
        recipient_name=recipient_name,
        reason=reason,
        payload=payload or {},
        dedup_key=dedup_key,
        secret=secret or {},
        zone=zone,
        not_before=not_before,
    )
    queue_notices([new], now=now)
    return Notice.objects.get(dedup_key=dedup_key)


@transaction.atomic
def queue_notices(new: Iterable[NewNotice], *, now: datetime) -> int:
    """Queue many mails in a few statements, in the caller's transaction. Returns how many did not exist before."""
    # In one order everywhere: two transactions that queue the same mails would otherwise wait for each other for ever.
    wanted = sorted({one.dedup_key: one for one in new}.values(), key=lambda one: one.dedup_key)
    queued = 0
    for start in range(0, len(wanted), BATCH):
        queued += _queue_batch(wanted[start : start + BATCH], now=now)
    return queued


def _queue_batch(batch: list[NewNotice], *, now: datetime) -> int:
    rows = {one.dedup_key: _row(one, now=now) for one in batch}
    # A known key is skipped by the database: an error here would take the caller's whole transaction with it.
    Notice.objects.bulk_create(rows.values(), ignore_conflicts=True)
    stored = dict(Notice.objects.filter(dedup_key__in=rows).values_list("dedup_key", "uuid"))
    fresh = [one for one in batch if stored[one.dedup_key] == rows[one.dedup_key].uuid]
    enqueue_many([_job(one, stored[one.dedup_key]) for one in fresh], now=now)
    return len(fresh)


def _row(one: NewNotice, *, now: datetime) -> Notice:
    if len(one.dedup_key) > 200:
        raise ValueError(f"The key {one.dedup_key!r} is longer than 200 characters.")
    return Notice(
        kind=kind_of(one.kind).name,
        recipient_uuid=one.recipient_uuid,
        recipient_name=one.recipient_name[:200],
        address=one.address[:254],
        reason=str(one.reason)[:300],
        payload=one.payload,
        dedup_key=one.dedup_key,
        again_of=one.again_of,
        asked_by_uuid=one.asked_by_uuid,
        created_at=now,
    )


def _job(one: NewNotice, uuid: UUID) -> NewJob:
    payload = {"notice": str(uuid), "zone": ZoneInfo(one.zone).key, "has_secret": bool(one.secret)}
    if one.secret:
        payload["secret"] = one.secret
    return NewJob(SEND, one.dedup_key, payload, one.not_before)


def send_now(dedup_key: str, *, now: datetime) -> None:
    """What this mail waited for is there: try it at once. A mail that has ended or that nobody queued stays so."""
    hasten(SEND, dedup_key=dedup_key, now=now)


def note(notice: Notice, event: Delivery.Event, *, now: datetime, subject: str = "", detail: str = "") -> None:
    """Write down one thing that happened to a notice."""
    Delivery.objects.create(notice=notice, event=event, at=now, subject=subject[:300], detail=detail[:500])


@transaction.atomic
def start_sending(notice: Notice, *, subject: str, zone: ZoneInfo, now: datetime) -> bool:
    """Note, before the first byte goes out, that this mail is being sent; False if somebody else is ahead of us.

    For a counted kind this takes the person's one mail of the day. Raises Later if another mail has it.
    """
    # The lock lets one worker through at a time: the one that lost its lease unnoticed finds the other's row.
    Notice.objects.select_for_update().get(pk=notice.pk)
    kind = kind_of(notice.kind)
    progress = progress_of(notice)
    if progress.has_ended or (progress.is_open and not kind.resend_if_uncertain):
        return False
    if kind.is_counted and notice.recipient_uuid:
        _take_day(notice, notice.recipient_uuid, zone=zone, now=now)
    note(notice, Delivery.Event.STARTED, now=now, subject=subject)
    return True


def _take_day(notice: Notice, recipient_uuid: UUID, *, zone: ZoneInfo, now: datetime) -> None:
    day = day_at(now, zone)
    MailDay.objects.bulk_create([MailDay(recipient_uuid=recipient_uuid, on=day, notice=notice)], ignore_conflicts=True)
    taken_by = MailDay.objects.values_list("notice_id", flat=True).get(recipient_uuid=recipient_uuid, on=day)
    if taken_by != notice.pk:
        raise Later(morning_after(now, zone), "The person already has a mail today.")


@transaction.atomic
def send_again(notice: Notice, *, asked_by_uuid: UUID | None, now: datetime) -> Notice:
    """Queue the same mail once more, as a new notice that names the old one. A second call finds the first one's.

    Raises DomainError for a mail that is on its way, has arrived, or held a link that is no longer known.
    """
    existing = Notice.objects.filter(again_of=notice).first()
    if existing:
        return existing
    if not mail_row(notice).may_be_sent_again:
        raise DomainError(_("This mail is on its way or has arrived. It is not sent again."))
    job = job_of(notice)
    payload = job.payload if job else {}
    if payload.get("has_secret") and "secret" not in payload:
        raise DomainError(_("This mail held a personal link that is not kept. Ask for a new one instead."))
    key = f"again:{notice.uuid}"
    again = NewNotice(
        kind=notice.kind,
        address=notice.address,
        recipient_uuid=notice.recipient_uuid,
        recipient_name=notice.recipient_name,
        reason=notice.reason,
        payload=notice.payload,
        dedup_key=key,
        secret=payload.get("secret", {}),
        zone=payload.get("zone", "UTC"),
        again_of=notice,
        asked_by_uuid=asked_by_uuid,
    )
    queue_notices([again], now=now)
    return Notice.objects.get(dedup_key=key)
