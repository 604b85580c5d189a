"""Checkpoints (C2SP tlog-checkpoint v1): origin, size and root of the log, as the text of a signed note.

What may be signed next (never something inconsistent with what was signed before) is for the caller to see to.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from ledger.merkle import HASH_LENGTH, LARGEST_SIZE
from ledger.notes import NoteError, Signer, Verifier, check_name, open_note
from ledger.notes import sign as sign_note

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_HASH = re.compile(r"[A-Za-z0-9+/]{43}=")


class CheckpointError(Exception):
    """A checkpoint that says something impossible, or is not of the log that it should be of."""


@dataclass(frozen=True)
class Checkpoint:
    """The state of the log `origin`: how many entries, and the root (32 bytes) over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{hash_line(self.root)}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note; CheckpointError unless it is exactly a checkpoint.

        Further lines, which the standard allows but advises against, are read over: they are signed but nothing here.
        """
        if not text.endswith("\n"):
            raise CheckpointError("a checkpoint must end in a newline")
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines):
            raise CheckpointError("a checkpoint has at least three lines, origin, size and root, and none is empty")
        return cls(lines[0], parse_size(lines[1]), parse_hash_line(lines[2]))


def sign(checkpoint: Checkpoint, *signers: Signer) -> bytes:
    """The signed note. One signer must bear the origin as its name.

    CheckpointError for a checkpoint that must not be signed: of no entries, or with an origin that cannot name a key.
    """
    if not 0 < checkpoint.size <= LARGEST_SIZE:
        raise CheckpointError(f"a checkpoint of {checkpoint.size} entries is never signed")
    if len(checkpoint.root) != HASH_LENGTH:
        raise CheckpointError(f"the root has {len(checkpoint.root)} bytes, not {HASH_LENGTH}")
    check_origin(checkpoint.origin)
    if checkpoint.origin not in {signer.name for signer in signers}:
        raise CheckpointError(f"no signer is named as the log is: {checkpoint.origin}")
    return sign_note(checkpoint.text(), *signers)


def open_checkpoint(note: bytes, verifiers: Iterable[Verifier], origin: str | None = None) -> Checkpoint:
    """The checkpoint in `note`, signed by a known key that bears its origin as name.

    With `origin` it must be that log's. Raises NoteError as `notes.open_note` does, and CheckpointError.
    """
    text, names = open_note(note, verifiers)
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin not in names:
        raise CheckpointError(f"no key named {checkpoint.origin!r} signed it, as that log's own key is")
    if origin is not None and checkpoint.origin != origin:
        raise CheckpointError(f"this is a checkpoint of {checkpoint.origin!r}, not of {origin!r}")
    return checkpoint


def check_origin(origin: str) -> None:
    """CheckpointError unless `origin` may name a log of ours: an address without scheme, spaces and plus."""
    try:
        check_name(origin)
    except NoteError as error:
        raise CheckpointError(f"the origin is also the key's name: {error}") from error
    if "://" in origin or origin.startswith("/") or origin.endswith("/"):
        raise CheckpointError(f"{origin!r} must be an address without scheme and outer slash, like example.org/log")


def parse_size(line: str) -> int:
    """A size in decimal digits, without leading zeros."""
    if not _SIZE.fullmatch(line) or int(line) > LARGEST_SIZE:
        raise CheckpointError(f"{line[:40]!r} is not a size: digits without leading zeros, below 2^63")
    return int(line)


def hash_line(value: bytes) -> str:
    """A hash as checkpoints and proofs write it: standard base64 with padding."""
    return base64.b64encode(value).decode()


def parse_hash_line(line: str) -> bytes:
    """The 32 bytes of a hash; CheckpointError unless `line` is their one spelling."""
    try:
        value = base64.b64decode(line, validate=True) if _HASH.fullmatch(line) else b""
    except binascii.Error:
        value = b""
    if len(value) != HASH_LENGTH or hash_line(value) != line:
        raise CheckpointError(f"{line[:60]!r} is not a hash of {HASH_LENGTH} bytes in base64")
    return value
