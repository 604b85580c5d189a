"""The public keys of the log and what each of them signed."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min

from ledger.models import Checkpoint, LedgerKey
from ledger.notes import Verifier


@dataclass(frozen=True)
class SigningKey:
    """A key, and of which sizes it signed checkpoints; None before it has signed one."""

    vkey: str
    key_id: str
    origin: str
    since: datetime
    from_size: int | None
    to_size: int | None


def signing_keys() -> list[SigningKey]:
    """All keys, the current one first."""
    signed = {
        row["key"]: row
        for row in Checkpoint.objects.values("key").annotate(first=Min("size"), last=Max("size")).order_by()
    }
    found: list[SigningKey] = []
    takes_over_at = None
    for row in LedgerKey.objects.order_by("id"):
        own = signed.get(row.pk, {"first": None, "last": None})
        # The checkpoint that brings a new key in is signed by the one before as well, under which it is noted.
        first = takes_over_at if found and found[-1].origin == row.origin else own["first"]
        found.append(SigningKey(row.vkey, row.key_id, row.origin, row.since, first, own["last"] or first))
        takes_over_at = own["last"] or takes_over_at
    return found[::-1]


def published_vkeys() -> list[str]:
    """All verifier keys, the current one first."""
    return [key.vkey for key in signing_keys()]


def verifiers() -> list[Verifier]:
    """All keys that the database knows, to open checkpoints with."""
    return [Verifier.from_vkey(vkey) for vkey in published_vkeys()]
