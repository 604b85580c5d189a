"""Whether what is here agrees with what was signed before.

C2SP tlog-checkpoint: "A log MUST NOT sign any checkpoint which is inconsistent with any checkpoint it previously
signed." The copy beside the key is what the database cannot forget.
"""

from ledger import checkpoints, merkle
from ledger.checkpoints import CheckpointError
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.merkle import ProofError
from ledger.models import Checkpoint, LedgerKey
from ledger.notes import NoteError, Signer
from ledger.selectors.keys import verifiers
from ledger.tiles import Subtrees, TileError

CONTINUE = "bin/manage ledger continue_after_restore --reason TEXT"


def check_not_behind(files: KeyFiles, signer: Signer, *, head: Checkpoint | None, size: int) -> None:
    """Raises Refused if this database cannot be the one that signed last, or the key is not the log's."""
    if LedgerKey.objects.exists() and not LedgerKey.objects.filter(vkey=signer.verifier.vkey).exists():
        raise Refused(
            Problem.UNKNOWN_KEY,
            f"The key at {files.path} is not one that this log knows. Put the log's own key back. "
            f"If it is lost, or the database was restored from before the key came: {CONTINUE}",
        )
    if head is not None and files.read_copy() == head.note.encode() and size >= head.size:
        return
    signed = last_signed(files, signer)
    if signed is not None and signed.size > size:
        raise Refused(
            Problem.BEHIND,
            f"The database holds {size} sealed entries, but {signed.size} were signed: an older backup was restored. "
            f"Restore a newer one, or go on from here under a new name: {CONTINUE}",
        )


def last_signed(files: KeyFiles, signer: Signer) -> checkpoints.Checkpoint | None:
    """What the copy says that this log signed last; None before it signed anything. Raises Refused."""
    copy = files.read_copy()
    if copy is None:
        if Checkpoint.objects.filter(origin=signer.name).exists():
            raise Refused(
                Problem.NO_COPY,
                f"{files.copy} is missing: it holds what was signed last. Put it back beside the key. "
                f"If it is lost: {CONTINUE}",
            )
        return None
    try:
        signed = checkpoints.open_checkpoint(copy, {*verifiers(), signer.verifier})
    except (NoteError, CheckpointError) as problem:
        raise Refused(
            Problem.BAD_COPY,
            f"{files.copy} is no checkpoint of this log ({problem}). Put the right one back. If it is lost: {CONTINUE}",
        ) from problem
    # A checkpoint of an earlier origin: a new one begins with its own first signature.
    return signed if signed.origin == signer.name else None


def check_extends(
    new: checkpoints.Checkpoint, *, signed: checkpoints.Checkpoint | None, head: Checkpoint | None, read: Subtrees
) -> None:
    """Raises Refused unless the tree of `new` is proved to go on from what was signed last and from the newest head."""
    if head is not None and not _goes_on(head.size, bytes(head.root), new, read):
        raise Refused(
            Problem.TORN,
            f"The stored tree does not lead from the checkpoint of {head.size} entries to {new.size}. "
            "Run: bin/manage ledger rebuild_tiles. If that does not help, sealed entries were changed.",
        )
    if signed is not None and not _goes_on(signed.size, signed.root, new, read):
        raise Refused(
            Problem.FORK,
            f"The {signed.size} entries that were signed last are not those of this database: another one signed them. "
            f"Restore that one, or go on from here under a new name: {CONTINUE}",
        )


def _goes_on(size: int, root: bytes, new: checkpoints.Checkpoint, read: Subtrees) -> bool:
    # The proof is checked and not only the old root computed: it holds whatever the stored tiles say.
    try:
        proof = merkle.consistency_proof(size, new.size, read)
        merkle.verify_consistency(size, new.size, proof, root, new.root)
    except (ProofError, TileError, ValueError):
        return False
    return True
