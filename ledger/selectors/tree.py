"""The tree as it is stored: its size, its tiles, its entries in order, and its newest signed head."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from ledger.models import Checkpoint, SealedEntry, Tile
from ledger.tiles import Subtrees

CHUNK = 2000


@dataclass(frozen=True)
class SealedRow:
    """One leaf: SHA-256(0x00 ‖ body) is its hash."""

    index: int
    uuid: UUID
    kind: str
    fact: UUID | None
    body: bytes
    recorded_at: datetime


def head() -> Checkpoint | None:
    """The newest checkpoint."""
    return Checkpoint.objects.select_related("key").order_by("-id").first()


def is_begun() -> bool:
    return Checkpoint.objects.exists()


def sealed_size() -> int:
    """How many entries have a place in the tree. For a moment this can be more than the newest checkpoint says."""
    last: int | None = SealedEntry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def read_tile(level: int, index: int) -> bytes:
    """The hashes of a tile; empty if there is none."""
    found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
    return b"" if found is None else bytes(found)


def subtrees() -> Subtrees:
    """Reads the tree for the functions of `merkle`; for many proofs in a row keep one."""
    return Subtrees(read_tile)


def bodies(start: int = 0, end: int | None = None) -> Iterator[bytes]:
    """The exact bytes of those leaves, and nothing else of them: a third quicker."""
    rows = _leaves(start, end).values_list("entry__body", flat=True)
    return map(bytes, rows.iterator(chunk_size=CHUNK))


def entries(start: int = 0, end: int | None = None) -> Iterator[SealedRow]:
    """The leaves from `start` up to, and without, `end` in their order; in constant memory."""
    columns = ("index", "entry__uuid", "entry__kind", "entry__fact", "entry__body", "entry__recorded_at")
    for index, uuid, kind, fact, body, at in _leaves(start, end).values_list(*columns).iterator(chunk_size=CHUNK):
        yield SealedRow(index, uuid, kind, fact, bytes(body), at)


def _leaves(start: int, end: int | None) -> "QuerySet[SealedEntry]":
    rows = SealedEntry.objects.filter(index__gte=start)
    return (rows if end is None else rows.filter(index__lt=end)).order_by("index")
