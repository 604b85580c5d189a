"""Writing an evidence pack, in constant memory: the log is read twice in its order, a few thousand entries at once."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from ledger import merkle
from ledger.canonical import canonical_bytes
from ledger.checkpoints import hash_line
from ledger.merkle import HASH_LENGTH
from ledger.models import SealedEntry
from ledger.selectors import read_tile, receipt_text, subtrees
from ledger.tiles import WIDTH, width_at
from ledger.verifier import verify
from reports.rendering.packing import Packer
from reports.rendering.readme import ReadMe
from reports.selectors.evidence.choosing import Choice, EvidenceFilter, Heads
from reports.selectors.evidence.preimages import Preimages
from toolkit.jobs.pulse import Progress

MOST_PROOFS = 100_000  # a pack holds all entries, so the root proves each of them anyway
BATCH = 4000


@dataclass(frozen=True)
class Packed:
    """What went into a pack; `left_out` are the members that records name and that could not be made any more."""

    entries: int
    records: int
    proofs: int
    left_out: tuple[str, ...]


def write_pack(file: BinaryIO, wanted: EvidenceFilter, under: Heads, progress: Progress) -> Packed:
    """Writes the pack to an empty file that can be sought in."""
    checkpoint = under.checkpoint
    size, steps = checkpoint.size, _Steps(progress)
    choice = Choice(wanted, size=size)
    chosen = array("q")
    with Packer(file) as pack:
        pack.put("checkpoint", checkpoint.note.encode())
        pack.put("vkey.txt", "".join(f"{vkey}\n" for vkey in under.vkeys).encode())
        if under.previous:
            pack.put("previous_checkpoint", under.previous.note.encode())
            pack.put("consistency.txt", _consistency(under.previous.size, size))
        steps.expect(size)
        with pack.member("entries.jsonl") as stream:
            for index, body in _entries(size):
                stream.write(body + b"\n")
                if choice.takes(index, body):
                    chosen.append(index)
                steps.one()
        with pack.member("leaf_hashes.bin") as stream:
            for hashes in _leaf_hashes(size):
                stream.write(hashes)
        proofs = len(chosen) if len(chosen) <= MOST_PROOFS else 0
        steps.expect(size + len(chosen) + proofs)
        preimages = Preimages()
        with pack.member("records.jsonl") as stream:
            for line, detail in record_lines(chosen, is_all=len(chosen) == size):
                stream.write(line)
                preimages.look_through(detail)
                steps.one()
        for name, data in preimages.members():
            pack.put(name, data)
        if proofs:
            read = subtrees()
            for index in chosen:
                pack.put(f"proofs/{index}.tlog-proof", receipt_text(index, checkpoint, read))
                steps.one()
        told = ReadMe(
            organization=settings.ORGANIZATION_NAME,
            site_url=settings.SITE_URL,
            checkpoint=checkpoint,
            root=hash_line(bytes(checkpoint.root)),
            previous_size=under.previous.size if under.previous else None,
            filters=wanted.parts,
            records=len(chosen),
            proofs=proofs,
            left_out=tuple(preimages.left_out),
        )
        pack.put("README.txt", told.text().encode())
        pack.put("verify.py", Path(verify.__file__).read_bytes())
    return Packed(size, len(chosen), proofs, tuple(preimages.left_out))


class _Steps:
    """Counts what is read and written, and says so now and then."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._done = self._of = 0

    def expect(self, of: int) -> None:
        self._of = of
        self._progress.at(self._done, of)

    def one(self) -> None:
        self._done += 1
        if self._done % BATCH == 0:
            self._progress.at(self._done, self._of)


def _consistency(old: int, new: int) -> bytes:
    proof = merkle.consistency_proof(old, new, subtrees())
    return "".join(f"{hash_line(one)}\n" for one in proof).encode()


def _entries(size: int) -> Iterator[tuple[int, bytes]]:
    """The leaves in their order. In batches by index, since leaves never change: no snapshot has to be held open."""
    for start in range(0, size, BATCH):
        rows = SealedEntry.objects.filter(index__gte=start, index__lt=min(start + BATCH, size)).order_by("index")
        for index, body in rows.values_list("index", "entry__body"):
            yield index, bytes(body)


def _leaf_hashes(size: int) -> Iterator[bytes]:
    """The hashes of the leaves as they were when they were sealed, 32 bytes each."""
    for tile in range((size + WIDTH - 1) // WIDTH):
        yield read_tile(0, tile)[: width_at(0, tile, size) * HASH_LENGTH]


def record_lines(chosen: "array[int]", *, is_all: bool) -> Iterator[tuple[bytes, bytes]]:
    """A line for each chosen entry, in order, with its detail as it is stored; nulls for what was erased."""
    columns = ("person", "person_salt", "detail", "detail_salt")
    for start in range(0, len(chosen), BATCH):
        batch = chosen[start : start + BATCH]
        place = {"index__gte": batch[0], "index__lte": batch[-1]} if is_all else {"index__in": list(batch)}
        rows = SealedEntry.objects.filter(**place).order_by("index")
        for index, *values in rows.values_list("index", *(f"entry__disclosure__{name}" for name in columns)):
            yield _record(index, *values)


def _record(
    index: int, person: str | None, person_salt: bytes | None, detail: bytes | None, detail_salt: bytes | None
) -> tuple[bytes, bytes]:
    """Canonical JSON, with the detail's own bytes in it: they are canonical already."""
    value = b"" if detail is None else bytes(detail)
    said = b"null" if detail_salt is None else b'{"salt":"%s","value":%s}' % (_hex(detail_salt), value)
    who = b"null"
    if person and person_salt is not None:
        who = b'{"ref":%s,"salt":"%s"}' % (canonical_bytes(person), _hex(person_salt))
    return b'{"detail":%s,"index":%d,"person":%s}\n' % (said, index, who), value


def _hex(data: bytes) -> bytes:
    return bytes(data).hex().encode()
