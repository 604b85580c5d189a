"""Reads about mails: how far one is, and the list of all that were sent and are to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from notices.kinds import NoticeFacts, kind_of
from notices.models import Delivery, Notice
from toolkit.models import Job

SEND = "notices.send"  # the kind of job that sends a notice; job and notice have the same key

Event = Delivery.Event
ENDS = (Event.SENT, Event.DROPPED, Event.UNCERTAIN)


def facts_of(notice: Notice) -> NoticeFacts:
    """What the kind of the notice may know about it."""
    return NoticeFacts(
        uuid=notice.uuid,
        kind=notice.kind,
        recipient_uuid=notice.recipient_uuid,
        recipient_name=notice.recipient_name,
        address=notice.address,
        reason=notice.reason,
        payload=notice.payload,
        created_at=notice.created_at,
    )


@dataclass(frozen=True)
class Progress:
    """How far a notice is: `is_open` when a sending has begun of which nobody knows the end."""

    has_ended: bool
    is_open: bool


def progress_of(notice: Notice) -> Progress:
    """How far the notice is, from its deliveries."""
    events = list(notice.deliveries.order_by("pk").values_list("event", flat=True))
    return Progress(
        has_ended=any(event in ENDS for event in events),
        is_open=bool(events) and events[-1] == Event.STARTED,
    )


def job_of(notice: Notice) -> Job | None:
    """The job that sends this notice."""
    return Job.objects.filter(kind=SEND, dedup_key=notice.dedup_key).first()


def was_sent_again(notice: Notice) -> bool:
    """Whether somebody asked for the same mail once more, which makes a late try of this one needless."""
    return Notice.objects.filter(again_of=notice).exists()


class State(StrEnum):
    """Where a mail stands, in the words of the mail page."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    UNCERTAIN = "uncertain"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return str(_LABELS[self])


_LABELS = {
    State.WAITING: _("Waiting"),
    State.SENT: _("Sent"),
    State.DROPPED: _("Not needed"),
    State.UNCERTAIN: _("Perhaps sent"),
    State.FAILED: _("Not accepted"),
}


def _deliveries(*events: Event) -> Exists:
    return Exists(Delivery.objects.filter(notice=OuterRef("pk"), event__in=events))


def _jobs(**conditions: Any) -> Exists:
    return Exists(Job.objects.filter(kind=SEND, dedup_key=OuterRef("dedup_key"), **conditions))


def _in_state(rows: QuerySet[Notice], state: State) -> QuerySet[Notice]:
    """The rows whose `state_of` is `state`, asked in a way that each state is found by an index."""
    stopped = Q(_jobs(dead_at__isnull=False)) | Q(_jobs(done_at__isnull=False))
    not_ended = rows.filter(~_deliveries(*ENDS))
    last_event = Delivery.objects.filter(notice=OuterRef("pk")).order_by("-pk").values("event")[:1]
    halted = not_ended.filter(stopped).annotate(last=Coalesce(Subquery(last_event), Value("")))
    match state:
        case State.SENT:
            return rows.filter(_deliveries(Event.SENT))
        case State.DROPPED:
            return rows.filter(_deliveries(Event.DROPPED))
        case State.WAITING:
            return not_ended.exclude(stopped)
        case State.UNCERTAIN:
            interrupted = halted.filter(last=Event.STARTED)
            return rows.filter(Q(_deliveries(Event.UNCERTAIN)) | Q(pk__in=interrupted.values("pk")))
        case State.FAILED:
            return halted.exclude(last=Event.STARTED)


def state_of(last_event: str | None, *, is_stopped: bool) -> State:
    """Where a mail stands after its last event; `is_stopped` when its job is done or has given up."""
    if last_event in ENDS:
        return State(last_event)
    if not is_stopped:
        return State.WAITING
    return State.UNCERTAIN if last_event == Event.STARTED else State.FAILED


@dataclass(frozen=True)
class MailRow:
    """One line of the mail page."""

    uuid: UUID
    at: datetime  # when the last thing happened to it or, while it waits, when it is due
    name: str
    address: str
    kind: str
    reason: str
    state: State
    detail: str
    may_be_sent_again: bool
    was_sent_again: bool

    @property
    def is_waiting(self) -> bool:
        return self.state is State.WAITING

    @property
    def badge(self) -> str:
        """How the state looks; empty for what needs no attention."""
        return {State.WAITING: "neutral", State.UNCERTAIN: "soon", State.FAILED: "late"}.get(self.state, "")


def mails(*, text: str = "", kind: str = "", state: State | None = None) -> QuerySet[Notice]:
    """Notices whose recipient matches every word of `text`, of that kind and in that state; newest first."""
    rows = Notice.objects.order_by("-created_at", "-pk")
    for word in text.split():
        rows = rows.filter(Q(recipient_name__icontains=word) | Q(address__icontains=word))
    if kind:
        rows = rows.filter(kind=kind)
    return _in_state(rows, state) if state else rows


def mail_rows(notices: Iterable[Notice]) -> list[MailRow]:
    """The lines for some notices, in three queries whatever their number."""
    shown = list(notices)
    last = {delivery.notice_id: delivery for delivery in Delivery.objects.filter(notice__in=shown).order_by("pk")}
    jobs = {job.dedup_key: job for job in Job.objects.filter(kind=SEND, dedup_key__in=[row.dedup_key for row in shown])}
    repeated = set(Notice.objects.filter(again_of__in=shown).values_list("again_of", flat=True))
    return [_mail_row(row, last.get(row.pk), jobs.get(row.dedup_key), is_repeated=row.pk in repeated) for row in shown]


def mail_row(notice: Notice) -> MailRow:
    """The line for one notice."""
    return mail_rows([notice])[0]


def _mail_row(notice: Notice, last: Delivery | None, job: Job | None, *, is_repeated: bool) -> MailRow:
    stopped = job is not None and bool(job.done_at or job.dead_at)
    state = state_of(last.event if last else None, is_stopped=stopped)
    if state is State.WAITING and job:
        at, detail = job.not_before, last.detail if last else job.last_error
    else:
        at, detail = (last.at, last.detail) if last else (notice.created_at, job.last_error if job else "")
    return MailRow(
        uuid=notice.uuid,
        at=at,
        name=notice.recipient_name,
        address=notice.address,
        kind=title_of(notice.kind),
        reason=notice.reason,
        state=state,
        detail=detail,
        may_be_sent_again=state in {State.UNCERTAIN, State.FAILED} and bool(notice.address) and not is_repeated,
        was_sent_again=is_repeated,
    )


def title_of(kind: str) -> str:
    """What the kind is called; its bare name if no app registers it any more."""
    try:
        return str(kind_of(kind).title)
    except KeyError:
        return kind
