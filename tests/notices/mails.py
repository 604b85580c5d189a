"""Kinds of mail for the tests of this app, and a way to run the jobs that send them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from notices import kinds
from notices.kinds import Mail, NoticeFacts, NoticeKind
from notices.models import Delivery, Notice
from notices.services import queue_notice
from tests.factories import NOW
from toolkit.jobs import running, sweeping
from toolkit.models import Job

ADA = UUID("11111111-1111-4111-8111-111111111111")


def build(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    link = f" Your link: {secret['link']}" if "link" in secret else ""
    return Mail(subject=f"Hello {notice.recipient_name}", text=f"Good news for {notice.recipient_name}.{link}")


def register_kinds() -> None:
    """`test.news` always goes; `test.reminder` is counted; `test.link` is rather sent twice than never."""
    kinds.register(NoticeKind("test.news", "News", build, still_wanted=_unless_told))
    kinds.register(NoticeKind("test.reminder", "Reminder", build, is_counted=True))
    kinds.register(NoticeKind("test.link", "Sign-in link", build, resend_if_uncertain=True))


def _unless_told(notice: NoticeFacts, now: datetime) -> bool:
    return not notice.payload.get("is_needless")


def queue(kind: str = "test.news", **fields: Any) -> Notice:
    fields.setdefault("dedup_key", f"key-{Notice.objects.count()}")
    fields.setdefault("now", NOW)
    fields.setdefault("recipient_name", "Ada Osei")
    fields.setdefault("recipient_uuid", ADA)
    fields.setdefault("address", "ada@example.org")
    return queue_notice(kind=kind, reason="You work here.", **fields)


def run_due(now: datetime = NOW) -> list[running.Outcome]:
    """Run every job that is due at `now`, once."""
    return [running.run(pk, clock=lambda: now) for pk in sweeping.due_ids(now=now)]


def events(notice: Notice) -> list[str]:
    return list(Delivery.objects.filter(notice=notice).order_by("pk").values_list("event", flat=True))


def job(notice: Notice) -> Job:
    return Job.objects.get(kind="notices.send", dedup_key=notice.dedup_key)
