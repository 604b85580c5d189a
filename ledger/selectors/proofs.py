"""Receipts and proofs out of the stored tree."""

from uuid import UUID

from ledger import merkle, receipts
from ledger.models import Checkpoint, Entry, SealedEntry
from ledger.selectors.tree import head, subtrees
from ledger.tiles import Subtrees


def entry_of(kind: str, fact: UUID) -> Entry | None:
    """The entry of this kind about this fact."""
    return Entry.objects.filter(kind=kind, fact=fact).first()


def is_sealed(entry: Entry) -> bool:
    """Whether a signed checkpoint covers the entry."""
    newest = head()
    return newest is not None and SealedEntry.objects.filter(entry=entry, index__lt=newest.size).exists()


def receipt(entry: Entry, *, checkpoint: Checkpoint | None = None, read: Subtrees | None = None) -> bytes | None:
    """The C2SP tlog-proof of the entry in `checkpoint`, else the newest one; None while that does not cover it.

    For many receipts pass one checkpoint and one `subtrees()`, and take the entries in the order of their indexes.
    """
    index = SealedEntry.objects.filter(entry=entry).values_list("index", flat=True).first()
    covering = checkpoint or head()
    if index is None or covering is None or index >= covering.size:
        return None
    return receipt_text(index, covering, read or subtrees())


def receipt_text(index: int, checkpoint: Checkpoint, read: Subtrees) -> bytes:
    """The tlog-proof of the leaf at `index`."""
    proof = merkle.inclusion_proof(index, checkpoint.size, read)
    return receipts.write(index, proof, checkpoint.note.encode())
