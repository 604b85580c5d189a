"""Sealing: every settled entry gets its place in the tree, and the grown tree is signed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.errors import Busy, Refused
from ledger.keyfiles import KeyFiles, key_files
from ledger.models import SealerReport
from ledger.selectors.tree import sealed_size
from ledger.services.covering import cover
from ledger.services.placing import Placed, place
from ledger.services.signing import sign

REPORT_EVERY = timedelta(seconds=15)


@dataclass(frozen=True)
class SealResult:
    """What one seal did: how many entries got a place, and how many the tree holds. `is_busy`: another one seals."""

    sealed: int
    size: int
    is_busy: bool = False


def seal(now: datetime) -> SealResult:
    """Seal what is pending, and sign. The first one begins the log. Any number of processes may call this at any time.

    Raises Refused when nothing may be signed; then `str()` says what to do.
    """
    files, sealed = key_files(), 0
    try:
        sealed += _seal_pending(files, now=now)
        for _ in cover(now=now):
            sealed += _seal_pending(files, now=now)
    except Busy:
        return SealResult(sealed, sealed_size(), is_busy=True)
    return SealResult(sealed, sealed_size())


def _seal_pending(files: KeyFiles, *, now: datetime) -> int:
    """Rounds of 50,000, each placed in one transaction and signed in the next: a backlog shows progress."""
    sealed = 0
    placed: Placed | None = None
    while placed is None or not placed.is_all:
        placed = place(files, now=now, after=placed)
        sign(files, placed, now=now)
        sealed += placed.count
    return sealed


def report(problem: Refused | None, *, now: datetime) -> None:
    """Note for the pages how sealing goes: at once when that changes, else every few seconds."""
    name, detail = (problem.problem.value, str(problem)) if problem else ("", "")
    last = SealerReport.objects.order_by("pk").first()
    is_news = last is None or (last.problem, last.detail) != (name, detail)
    if last is not None and not is_news and now - last.at < REPORT_EVERY:
        return
    since = now if last is None or is_news else last.since
    SealerReport.objects.update_or_create(pk=1, defaults={"problem": name, "detail": detail, "since": since, "at": now})
