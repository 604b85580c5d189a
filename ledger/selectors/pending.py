"""Which entries have no place in the tree yet, and which of them may get one.

On PostgreSQL transactions commit in another order than they began. An entry carries the number of its transaction, and
only what lies below the oldest number still in flight is sealed: everything there is settled, so the order
(transaction, id) has no holes that could fill later. What comes after the last checkpoint's position is looked through,
not the whole log. Numbers of another server (after a dump and restore) mean nothing here: then all is looked through.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef, Q

from ledger.models import Checkpoint, Entry, SealedEntry

LARGEST = 2**63 - 1
NOWHERE = -1


@dataclass(frozen=True)
class Horizon:
    """What is settled on this server: transactions below `below`, and whatever another server numbered `beyond` on."""

    below: int
    beyond: int
    cluster: int

    @property
    def settled_position(self) -> tuple[int, int]:
        """All that is settled lies at or before this position, and all that comes lies after it."""
        # SQLite has no numbers. There the next seal looks through everything once and takes its position from that.
        return (self.below - 1, LARGEST) if self.cluster else (NOWHERE, NOWHERE)


@dataclass(frozen=True)
class Pending:
    """Entries that are not sealed yet: how many of those that have come in, and when the oldest of them came."""

    count: int
    oldest_at: datetime | None


def horizon() -> Horizon:
    """As of now. What is settled at this moment is seen by every later statement of the same transaction."""
    if connection.vendor == "sqlite":
        return Horizon(below=1, beyond=LARGEST, cluster=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(now.snapshot)::text::bigint, pg_snapshot_xmax(now.snapshot)::text::bigint,"
            " (SELECT system_identifier FROM pg_control_system())"
            " FROM (SELECT pg_current_snapshot() AS snapshot) AS now"
        )
        below, beyond, cluster = cursor.fetchone()
    return Horizon(below, beyond, cluster)


def is_elsewhere(head: Checkpoint | None, horizon: Horizon) -> bool:
    """Whether the last checkpoint's position means nothing here: the log begins, or came from another server."""
    return head is None or head.cluster != horizon.cluster


def pending(head: Checkpoint | None) -> Pending:
    """What waits after `head`, also what belongs to transactions that are not settled."""
    where = horizon()
    after = (NOWHERE, NOWHERE) if head is None or is_elsewhere(head, where) else (head.transaction, head.position)
    transaction, position = after
    waiting = (
        Entry.objects.filter(transaction__gte=transaction)
        .filter(Q(transaction__gt=transaction) | Q(id__gt=position))
        .exclude(Exists(SealedEntry.objects.filter(entry=OuterRef("pk"))))
    )
    found = waiting.aggregate(count=Count("pk"), oldest=Min("recorded_at"))
    return Pending(found["count"], found["oldest"])
