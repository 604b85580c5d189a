"""Entries about the log itself: that it began, which kinds it covers, that it moved, went on, or has a new key."""

from collections.abc import Mapping
from datetime import datetime

from ledger.facts import Statement, Value
from ledger.models import Entry
from ledger.services.recording import record

BEGUN = "log.begun"
COVERED = "log.covered"
MOVED = "log.moved"
CONTINUED = "log.continued"
KEY_ROTATED = "key.rotated"


def record_act(kind: str, *, about: str, detail: Mapping[str, Value], now: datetime) -> Entry:
    """Enters an act of the log. It is about no row, so nothing but its own bytes vouches for it."""
    statement = Statement(fact=None, object=about, version="", at=now, person="", detail=detail)
    return record(kind, statement, now=now)
