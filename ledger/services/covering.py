"""Entering facts that were there before the log vouched for their kind. They are marked late, and the log says when."""

from collections.abc import Generator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ledger.facts import FactKind, registered
from ledger.models import CoveredKind, Entry
from ledger.services import acts
from ledger.services.locking import take_lock
from ledger.services.recording import record_facts

CHUNK = 2000


def cover(*, now: datetime) -> Generator[int, None, None]:
    """For each registered kind that the log does not cover yet: enter what has no entry, chunk by chunk.

    Yields after each committed chunk how many it entered, so that the caller can seal in between. Stopped half-way it
    goes on with what is left. Raises Busy.
    """
    covered = set(CoveredKind.objects.values_list("kind", flat=True))
    for kind in registered():
        if kind.kind not in covered:
            yield from _cover(kind, now=now)


def _cover(kind: FactKind, *, now: datetime) -> Generator[int, None, None]:
    last = 0
    while True:
        with transaction.atomic():
            take_lock()
            rows = list(_without_entry(kind).filter(pk__gt=last).order_by("pk")[:CHUNK])
            record_facts(kind.kind, rows, now=now, is_late=True)
            if len(rows) < CHUNK:
                _note_covered(kind, now=now)
        yield len(rows)
        if len(rows) < CHUNK:
            return
        last = rows[-1].pk


def _without_entry(kind: FactKind) -> "QuerySet[Any]":
    # A row and its entry are written in one transaction, so whatever is seen without an entry is from before.
    return kind.rows().exclude(Exists(Entry.objects.filter(kind=kind.kind, fact=OuterRef("uuid"))))


def _note_covered(kind: FactKind, *, now: datetime) -> None:
    if CoveredKind.objects.filter(kind=kind.kind).exists():
        return  # another process did the same meanwhile
    entries = Entry.objects.filter(kind=kind.kind).count()
    entry = acts.record_act(acts.COVERED, about=f"kind:{kind.kind}", detail={"entries": entries}, now=now)
    CoveredKind.objects.create(kind=kind.kind, entry=entry, entries=entries)
