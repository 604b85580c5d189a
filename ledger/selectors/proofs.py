"""Receipts and proofs out of the stored tree."""

from typing import Any
from uuid import UUID

from ledger import merkle, receipts
from ledger.canonical import canonical_bytes, parse_canonical
from ledger.models import Checkpoint, Disclosure, Entry, SealedEntry
from ledger.selectors.tree import head, subtrees
from ledger.tiles import Subtrees


def entry_of(kind: str, fact: UUID) -> Entry | None:
    """The entry of this kind about this fact."""
    return Entry.objects.filter(kind=kind, fact=fact).first()


def is_sealed(entry: Entry) -> bool:
    """Whether a signed checkpoint covers the entry."""
    newest = head()
    return newest is not None and SealedEntry.objects.filter(entry=entry, index__lt=newest.size).exists()


def receipt(
    entry: Entry,
    *,
    checkpoint: Checkpoint | None = None,
    read: Subtrees | None = None,
    extra: bytes | None = None,
) -> bytes | None:
    """The C2SP tlog-proof of the entry in `checkpoint`, else the newest one; None while that does not cover it.

    For many receipts pass one checkpoint and one `subtrees()`, and take the entries in the order of their indexes.
    """
    index = SealedEntry.objects.filter(entry=entry).values_list("index", flat=True).first()
    covering = checkpoint or head()
    if index is None or covering is None or index >= covering.size:
        return None
    return receipt_text(index, covering, read or subtrees(), extra)


def receipt_to_keep(
    entry: Entry, *, checkpoint: Checkpoint | None = None, read: Subtrees | None = None
) -> bytes | None:
    """A receipt that needs nothing beside it: the entry's bytes and what they commit to go along as `extra`.

    For the person whom the entry concerns, who may show it to anybody. None while the entry is not sealed.
    `checkpoint` and `read` as in `receipt`.
    """
    disclosure = Disclosure.objects.filter(entry=entry).first()
    held = {"entry": bytes(entry.body).decode(), **disclosed(disclosure)}
    return receipt(entry, checkpoint=checkpoint, read=read, extra=canonical_bytes(held))


def disclosed(disclosure: Disclosure | None) -> dict[str, Any]:
    """What an entry commits to, as evidence packs and receipts say it; None for what is gone or never was."""
    if disclosure is None:
        return {"person": None, "detail": None}
    person, salt = disclosure.person, disclosure.person_salt
    return {
        "person": {"ref": person, "salt": bytes(salt).hex()} if salt else None,
        "detail": {
            "value": parse_canonical(bytes(disclosure.detail)),
            "salt": bytes(disclosure.detail_salt).hex(),
        },
    }


def receipt_text(index: int, checkpoint: Checkpoint, read: Subtrees, extra: bytes | None = None) -> bytes:
    """The tlog-proof of the leaf at `index`."""
    proof = merkle.inclusion_proof(index, checkpoint.size, read)
    return receipts.write(index, proof, checkpoint.note.encode(), extra)
