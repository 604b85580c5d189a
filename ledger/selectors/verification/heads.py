"""What the tree has to agree with: every checkpoint that is kept here, and those that were kept outside."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ledger import checkpoints
from ledger.checkpoints import CheckpointError
from ledger.models import Checkpoint
from ledger.notes import NoteError, Verifier
from ledger.selectors.verification.report import Flaw, Report

CHUNK = 2000


@dataclass(frozen=True)
class Head:
    """So many entries must have this root. `name` tells where that is written."""

    size: int
    root: bytes
    name: str
    is_outside: bool = False


def all_heads(
    report: Report, verifiers: Iterable[Verifier], outside: Mapping[str, bytes], key: Verifier | None
) -> Iterator[Head]:
    """All heads in the order of their sizes. Signatures are checked on the way; what does not open is a flaw.

    `outside` are signed notes by where they were kept. With `key`, the log's own key as it lies beside the database,
    notes from outside count when it or one of `verifiers` signed them.
    """
    known = list(verifiers)
    trusted = known if key is None or key in known else [*known, key]
    kept = sorted(_from_outside(report, trusted, outside), key=lambda head: head.size)
    return heapq.merge(_stored(report, known), kept, key=lambda head: head.size)


def check_newest(report: Report, newest: Checkpoint, key: Verifier) -> None:
    """The newest checkpoint must be signed by the key that lies beside the database, whatever keys are stored."""
    try:
        checkpoints.open_checkpoint(newest.note.encode(), [key], key.name)
    except (NoteError, CheckpointError) as problem:
        report.add(Flaw.SIGNATURE, f"checkpoint of {newest.size} entries", f"not by the key beside it: {problem}")


def _stored(report: Report, verifiers: list[Verifier]) -> Iterator[Head]:
    rows = Checkpoint.objects.order_by("size", "pk").values_list("origin", "size", "root", "note")
    for origin, size, root, note in rows.iterator(chunk_size=CHUNK):
        report.checkpoints += 1
        name = f"checkpoint of {size} entries"
        try:
            opened = checkpoints.open_checkpoint(note.encode(), verifiers, origin)
        except (NoteError, CheckpointError, AttributeError) as problem:  # AttributeError: changed by hand, no text
            report.add(Flaw.SIGNATURE, name, str(problem))
        else:
            if (opened.size, opened.root) != (size, bytes(root)):
                report.add(Flaw.SIGNATURE, name, "its columns are not what was signed")
        yield Head(size, bytes(root), name)


def _from_outside(report: Report, verifiers: list[Verifier], notes: Mapping[str, bytes]) -> Iterator[Head]:
    for name, note in notes.items():
        try:
            opened = checkpoints.open_checkpoint(note, verifiers)
        except (NoteError, CheckpointError) as problem:
            report.add(Flaw.WITNESS, name, str(problem))
        else:
            yield Head(opened.size, opened.root, f"{name}, {opened.size} entries", is_outside=True)
