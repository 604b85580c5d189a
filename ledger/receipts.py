"""Receipts (C2SP tlog-proof v1, `.tlog-proof`): one entry's place in the log, provable without the log.

Whoever holds the entry's bytes, its receipt and the log's public key needs nothing else to check it.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from ledger import merkle
from ledger.checkpoints import (
    Checkpoint,
    CheckpointError,
    hash_line,
    open_checkpoint,
    parse_hash_line,
    parse_size,
)
from ledger.notes import LARGEST_NOTE, NoteError, Verifier

HEADER = "c2sp.org/tlog-proof@v1"
LARGEST_RECEIPT = 2 * LARGEST_NOTE

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


class ReceiptError(Exception):
    """A receipt that is malformed, or does not prove what it should. The message says what is wrong."""


@dataclass(frozen=True)
class Receipt:
    """An inclusion proof (leaf's sibling first) and the signed checkpoint that it leads to.

    `extra` is for whoever writes the receipt; nothing vouches for it.
    """

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def text(self) -> bytes:
        """The file."""
        extra = [f"extra {base64.b64encode(self.extra).decode()}"] if self.extra else []
        lines = [HEADER, *extra, f"index {self.index}", *map(hash_line, self.proof), ""]
        return "".join(f"{line}\n" for line in lines).encode() + self.checkpoint

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Read the file; ReceiptError with the number of the line unless it has exactly this form."""
        if len(text) > LARGEST_RECEIPT:
            raise ReceiptError(f"a receipt has at most {LARGEST_RECEIPT} bytes, this one has {len(text)}")
        head, blank, checkpoint = text.partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")
        if lines[0] != HEADER:
            raise ReceiptError(f"line 1: a receipt begins with {HEADER}")
        if not blank:
            raise ReceiptError("the empty line before the checkpoint is missing")
        extra = _parse_extra(lines[1]) if len(lines) > 1 and lines[1].startswith("extra ") else None
        first = 1 if extra is None else 2
        if len(lines) <= first or not lines[first].startswith("index "):
            raise ReceiptError(f"line {first + 1}: 'index' and the entry's number are missing")
        try:
            index = parse_size(lines[first].removeprefix("index "))
        except CheckpointError as error:
            raise ReceiptError(f"line {first + 1}: {error}") from error
        return cls(index, _parse_proof(lines[first + 1 :], first + 2), checkpoint, extra)


def write(index: int, proof: Sequence[bytes], checkpoint: bytes, extra: bytes | None = None) -> bytes:
    """The file that proves the entry at `index` to be under the signed `checkpoint`."""
    return Receipt(index, tuple(proof), checkpoint, extra).text()


def verify(text: bytes, entry: bytes, verifiers: Iterable[Verifier], origin: str | None = None) -> Checkpoint:
    """The checkpoint under which the log has `entry` (the exact bytes of the leaf), signed by one of `verifiers`.

    ReceiptError when the receipt is malformed, when no known key signed the checkpoint, when it is of another log than
    `origin`, or when the proof is not of this entry.
    """
    receipt = Receipt.parse(text)
    try:
        checkpoint = open_checkpoint(receipt.checkpoint, verifiers, origin)
        merkle.verify_inclusion(merkle.leaf_hash(entry), receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    except (NoteError, CheckpointError) as error:
        raise ReceiptError(f"the checkpoint: {error}") from error
    except merkle.ProofError as error:
        raise ReceiptError(str(error)) from error
    return checkpoint


def _parse_extra(line: str) -> bytes:
    encoded = line.removeprefix("extra ")
    try:
        extra = base64.b64decode(encoded, validate=True) if _BASE64.fullmatch(encoded) else None
    except binascii.Error:
        extra = None
    if extra is None or base64.b64encode(extra).decode() != encoded:
        raise ReceiptError("line 2: the extra data is not in base64")
    return extra


def _parse_proof(lines: Sequence[str], first: int) -> tuple[bytes, ...]:
    if len(lines) > merkle.LONGEST_PROOF:
        raise ReceiptError(f"{len(lines)} proof lines; no tree needs more than {merkle.LONGEST_PROOF}")
    proof = []
    for number, line in enumerate(lines, first):
        try:
            proof.append(parse_hash_line(line))
        except CheckpointError as error:
            raise ReceiptError(f"line {number}: {error}") from error
    return tuple(proof)
