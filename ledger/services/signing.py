"""The second half of sealing: signing the tree as it is stored, if it goes on from everything signed before."""

from datetime import datetime

from django.db import transaction

from ledger import checkpoints, merkle
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, LedgerKey, SealedEntry
from ledger.notes import Signer
from ledger.selectors.tree import head as newest_head
from ledger.selectors.tree import sealed_size, subtrees
from ledger.services.agreeing import check_extends, check_not_behind, last_signed
from ledger.services.locking import take_lock
from ledger.services.placing import Placed
from ledger.services.taking_over import take_over
from ledger.tiles import Subtrees, TileError


@transaction.atomic
def sign(files: KeyFiles, placed: Placed, *, now: datetime) -> Checkpoint | None:
    """Sign the tree if it grew, and keep the copy beside the key up to date. None if there was nothing to sign.

    Raises Busy and Refused.
    """
    take_lock()
    head, size = newest_head(), sealed_size()
    take_over(files, head)
    signer = files.signer()
    check_not_behind(files, signer, head=head, size=size)
    if size == 0:
        return None
    if head is not None and size == head.size:
        _refresh_copy(files, signer, head)
        return None
    read = subtrees()
    new = _tree_of(signer.name, size, read)
    check_extends(new, signed=last_signed(files, signer), head=head, read=read)
    note = checkpoints.sign(new, signer, *_joining(files, signer))
    # The copy comes first: nobody can see a checkpoint that a restored database would not be measured against.
    files.write_copy(note)
    return Checkpoint.objects.create(
        origin=new.origin,
        size=new.size,
        root=new.root,
        note=note.decode(),
        signed_at=now,
        key=LedgerKey.objects.get(vkey=signer.verifier.vkey),
        transaction=placed.transaction,
        position=placed.position,
        cluster=placed.cluster,
    )


def _tree_of(origin: str, size: int, read: Subtrees) -> checkpoints.Checkpoint:
    try:
        return checkpoints.Checkpoint(origin, size, merkle.range_hash(0, size, read))
    except TileError as problem:
        raise Refused(
            Problem.TORN, f"The stored tree is damaged: {problem}. Run: bin/manage ledger rebuild_tiles"
        ) from problem


def _refresh_copy(files: KeyFiles, signer: Signer, head: Checkpoint) -> None:
    """Another machine sealed, or an older copy was put back: the copy here follows, if it is of the same log."""
    note = head.note.encode()
    if head.origin != signer.name or files.read_copy() == note:
        return
    read = subtrees()
    new = checkpoints.Checkpoint(head.origin, head.size, bytes(head.root))
    check_extends(new, signed=last_signed(files, signer), head=None, read=read)
    files.write_copy(note)


def _joining(files: KeyFiles, signer: Signer) -> list[Signer]:
    """The new key of a rotation, once the entry that announces it is in the tree."""
    waiting = files.next_signer()
    if waiting is None or waiting.name != signer.name:
        return []
    is_announced = SealedEntry.objects.filter(entry__key__vkey=waiting.verifier.vkey).exists()
    return [waiting] if is_announced else []
