"""The first half of sealing: giving settled entries their places in the tree, and the tree their hashes.

Nothing is signed here. Once this is committed the order is fixed, so whatever happens to the second half, it can only
sign this tree or a longer one (docs/decisions/0011).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from ledger import tiles
from ledger.facts import Value
from ledger.keyfiles import KeyFiles
from ledger.merkle import leaf_hash
from ledger.models import Checkpoint, Entry, LedgerKey, SealedEntry, Tile
from ledger.notes import Signer
from ledger.selectors.pending import LARGEST, Horizon, horizon, is_elsewhere
from ledger.selectors.tree import bodies, read_tile, sealed_size
from ledger.selectors.tree import head as newest_head
from ledger.services import acts
from ledger.services.agreeing import check_not_behind
from ledger.services.locking import take_lock
from ledger.services.taking_over import take_over

BATCH = 50_000
TILES_AT_ONCE = 256

_NUMBERED = """
    INSERT INTO ledger_sealedentry ("index", entry_id)
    SELECT %s + row_number() OVER (ORDER BY "transaction", id) - 1, id FROM (
        SELECT e."transaction", e.id FROM ledger_entry e
        WHERE {which} AND NOT EXISTS (SELECT 1 FROM ledger_sealedentry s WHERE s.entry_id = e.id)
        ORDER BY e."transaction", e.id LIMIT %s
    ) AS waiting
"""
_AFTER_POSITION = '(e."transaction", e.id) > (%s, %s) AND e."transaction" < %s'
_WALK = "; ".join(f"SET LOCAL enable_{way} = off" for way in ("hashjoin", "mergejoin", "bitmapscan", "seqscan", "sort"))
_ANYWHERE = '(e."transaction" < %s OR e."transaction" >= %s)'


@dataclass(frozen=True)
class Placed:
    """What one round placed. `position` is where the next one looks on; `is_all` when no settled entry was left."""

    count: int
    is_all: bool
    transaction: int
    position: int
    cluster: int


@transaction.atomic
def place(files: KeyFiles, *, now: datetime, after: Placed | None = None) -> Placed:
    """Place up to 50,000 settled entries, after what the same seal placed just before, else after the last checkpoint.

    The very first entry says that the log began. Raises Busy and Refused.
    """
    take_lock()
    head, size, where = newest_head(), sealed_size(), horizon()
    take_over(files, head)
    signer = files.signer()
    check_not_behind(files, signer, head=head, size=size)
    is_known_here = after is not None and after.cluster == where.cluster
    if is_known_here or not is_elsewhere(head, where):
        placed = _place_next(after or _from_head(head), size, where)
    else:
        placed = _place_all(signer, head, size, where, now=now)
    if placed.count:
        _grow_tree(size, placed.count)
    return placed


def _from_head(head: Checkpoint | None) -> Placed:
    assert head is not None
    return Placed(0, True, head.transaction, head.position, head.cluster)


def _place_next(start: Placed, size: int, where: Horizon) -> Placed:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Walk the index from the position on and look each row up: whatever the statistics say, neither the whole
            # of what waits nor the whole of what is sealed is gone through.
            cursor.execute(_WALK)
        parameters = [size, start.transaction, start.position, where.below, BATCH]
        cursor.execute(_NUMBERED.format(which=_AFTER_POSITION), parameters)
        count = cursor.rowcount
    if count == 0:
        return Placed(0, True, start.transaction, start.position, start.cluster)
    last = Entry.objects.values_list("transaction", "id").get(sealed__index=size + count - 1)
    return Placed(count, count < BATCH, *last, cluster=where.cluster)


def _place_all(signer: Signer, head: Checkpoint | None, size: int, where: Horizon, *, now: datetime) -> Placed:
    """The log begins here, or came from another server: place what there is, and say so in the log.

    All at once, so that no later round has to know how far this one came.
    """
    before = size
    if size == 0:
        _place_act(_begin(signer, now=now), 0)
        size = 1
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERED.format(which=_ANYWHERE), [size, where.below, where.beyond, LARGEST])
        size += cursor.rowcount
    if head is not None:
        detail: dict[str, Value] = {"from": str(head.cluster), "to": str(where.cluster), "size": head.size}
        _place_act(acts.record_act(acts.MOVED, about=f"log:{signer.name}", detail=detail, now=now), size)
        size += 1
    return Placed(size - before, True, *where.settled_position, cluster=where.cluster)


def _begin(signer: Signer, *, now: datetime) -> Entry:
    vkey = signer.verifier.vkey
    entry = acts.record_act(acts.BEGUN, about=f"log:{signer.name}", detail={"vkey": vkey}, now=now)
    if not LedgerKey.objects.exists():
        LedgerKey.objects.create(vkey=vkey, origin=signer.name, from_size=0, since=now, entry=entry)
    return entry


def _place_act(entry: Entry, index: int) -> None:
    SealedEntry.objects.create(index=index, entry=entry)


def _grow_tree(size: int, count: int) -> None:
    store_tiles(tiles.grow(size, map(leaf_hash, bodies(size, size + count)), read_tile))


def store_tiles(grown: Iterable[tuple[tiles.Tile, bytes]]) -> None:
    """Write tiles over those that were there, a few hundred at a time."""
    for some in _batches(grown):
        Tile.objects.bulk_create(
            [Tile(level=tile.level, index=tile.index, hashes=hashes) for tile, hashes in some],
            update_conflicts=True,
            unique_fields=["level", "index"],
            update_fields=["hashes"],
        )


def _batches(grown: Iterable[tuple[tiles.Tile, bytes]]) -> Iterator[list[tuple[tiles.Tile, bytes]]]:
    rest = iter(grown)
    while some := list(islice(rest, TILES_AT_ONCE)):
        yield some
