"""Every night the newest checkpoint goes out of our reach: to the named auditors, and into a folder if one is set.

Here because it needs the ledger and notices, and the page about it people too; no app below knows all three.
"""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ledger import selectors
from ledger.models import AnchorAddress, Checkpoint
from ledger.services import note_anchor
from notices.kinds import Mail, NoticeFacts, NoticeKind
from notices.services import queue_notice
from toolkit.files import write_new
from toolkit.jobs.kinds import JobKind, Payload, Record

MAIL = "trainingsite.mail_checkpoint"
FILE = "trainingsite.file_checkpoint"
NOTICE = "trainingsite.checkpoint"


def mail_checkpoint(payload: Payload, now: datetime) -> Record:
    return partial(_queue_mails, now)


@transaction.atomic
def _queue_mails(now: datetime) -> None:
    """One mail to each address that is current; the same night again queues none."""
    head = selectors.head()
    if head is None:
        return
    night = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    for address in AnchorAddress.objects.filter(ended_at=None).order_by("pk"):
        queue_notice(
            kind=NOTICE,
            address=address.address,
            recipient_name=address.name,
            reason=_("You keep a copy of the ledger's checkpoint, so that nobody can rewrite it unnoticed."),
            payload={"address": str(address.uuid), "size": head.size, "checkpoint": head.note, "on": night.isoformat()},
            dedup_key=f"{NOTICE}:{address.uuid}:{night}",
            now=now,
        )


def file_checkpoint(payload: Payload, now: datetime) -> Record:
    """Put the checkpoint into LEDGER_ANCHOR_FOLDER. Fails, and is tried again, while the folder does not take it."""
    head = selectors.head()
    if head is None or not settings.LEDGER_ANCHOR_FOLDER:
        return _nothing
    folder = Path(settings.LEDGER_ANCHOR_FOLDER)
    if not folder.is_dir():
        # Never made here: a share that is not mounted would be mistaken for one that is.
        raise FileNotFoundError(f"LEDGER_ANCHOR_FOLDER: there is no folder {folder}.")
    name = file_name(head, now)
    write_new(folder / name, head.note.encode(), mode=0o644)
    return partial(_note_file, head, name, now)


def file_name(head: Checkpoint, now: datetime) -> str:
    """Like checkpoint-2026-11-24-000012345.txt, which sorts by time."""
    return f"checkpoint-{now.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d}-{head.size:09}.txt"


def _note_file(head: Checkpoint, name: str, now: datetime) -> None:
    note_anchor(head, file=name, now=now)


def _nothing() -> None:
    """There is no checkpoint yet, or no folder is wanted."""


def build(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    context = {
        "organization": settings.ORGANIZATION_NAME,
        "size": notice.payload["size"],
        "checkpoint": notice.payload["checkpoint"],
        "file_name": f"checkpoint-{notice.payload['on']}.txt",
        "key_url": f"{settings.SITE_URL}/ledger/key",
    }
    return Mail(
        subject=_("Checkpoint of %(day)s: %(size)d entries") % {"day": notice.payload["on"], "size": context["size"]},
        text=render_to_string("trainingsite/mail/checkpoint.txt", context),
        html=render_to_string("trainingsite/mail/checkpoint.html", context),
    )


def still_wanted(notice: NoticeFacts, now: datetime) -> bool:
    """Not by an address that was ended since."""
    return AnchorAddress.objects.filter(uuid=UUID(notice.payload["address"]), ended_at=None).exists()


def sent(notice: NoticeFacts, now: datetime) -> None:
    """Only now the checkpoint lies out of our reach: a mail that waits anchors nothing."""
    head = Checkpoint.objects.filter(size=notice.payload["size"], note=notice.payload["checkpoint"]).first()
    address = AnchorAddress.objects.get(uuid=UUID(notice.payload["address"]))
    if head is not None:
        note_anchor(head, address=address, notice=notice.uuid, now=now)


JOBS = (JobKind(MAIL, mail_checkpoint), JobKind(FILE, file_checkpoint))
CHECKPOINT_MAIL = NoticeKind(
    NOTICE, title=gettext_lazy("Checkpoint"), build=build, still_wanted=still_wanted, sent=sent
)
