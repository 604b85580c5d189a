"""Signed notes (C2SP signed-note v1): a text, a blank line, and signature lines, with Ed25519 keys.

Keys are written as Go's `golang.org/x/mod/sumdb/note` writes them: `<name>+<key id>+<base64>` for the verifier and
`PRIVATE+KEY+<name>+<key id>+<base64>` for the signer.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
KEY_LENGTH = 32
# The standard asks for 16 signatures at least; post-quantum ones may have 5 kB.
MOST_SIGNATURES = 100
LARGEST_NOTE = 1_000_000

_SIGNATURE_LINE = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/=]+)")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_PRIVATE = "PRIVATE+KEY+"


class NoteError(Exception):
    """A note or key that is malformed, not signed by a known key, or altered. The message says which."""


class OpenedNote(NamedTuple):
    """The text that was signed, and the names of the known keys that signed it, in the order of their lines."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Verifier:
    """A public key with its name."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.public_key) != KEY_LENGTH:
            raise NoteError(f"the key {self.name!r} has {len(self.public_key)} bytes, an Ed25519 key has {KEY_LENGTH}")

    @classmethod
    def from_vkey(cls, vkey: str) -> Self:
        """Read the written form; NoteError if it is damaged."""
        name, key_id, key = _split_key(vkey)
        verifier = cls(name, key)
        if verifier.key_id.hex() != key_id:
            raise NoteError(f"the key id of {name!r} is {verifier.key_id.hex()}, not {key_id}: the key is damaged")
        return verifier

    @property
    def key_id(self) -> bytes:
        """4 bytes that tell this key from others of the same name. Not a fingerprint to rely on."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public_key).digest()[:4]

    @property
    def vkey(self) -> str:
        """The form to hand to an auditor."""
        return f"{self.name}+{self.key_id.hex()}+{_base64(ED25519 + self.public_key)}"

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` (64 bytes) is this key's over `message`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A private key (the 32-byte seed of RFC 8032) with its name. Its representation does not show the seed."""

    name: str
    seed: bytes = field(repr=False)

    def __post_init__(self) -> None:
        check_name(self.name)
        if len(self.seed) != KEY_LENGTH:
            raise NoteError(f"the seed of {self.name!r} has {len(self.seed)} bytes, an Ed25519 seed has {KEY_LENGTH}")

    @classmethod
    def new(cls, name: str) -> Self:
        """A fresh key from the operating system's randomness."""
        return cls(name, secrets.token_bytes(KEY_LENGTH))

    @classmethod
    def from_private_form(cls, text: str) -> Self:
        """Read the written form; NoteError, which does not repeat any of it but the name, if it is damaged."""
        if not text.startswith(_PRIVATE):
            raise NoteError(f"a private key begins with {_PRIVATE}")
        name, key_id, seed = _split_key(text.removeprefix(_PRIVATE))
        signer = cls(name, seed)
        if signer.verifier.key_id.hex() != key_id:
            raise NoteError(f"the private key {name!r} is damaged: its key id does not belong to it")
        return signer

    @property
    def private_form(self) -> str:
        """The form to keep secret. Whoever has it can sign."""
        return f"{_PRIVATE}{self.name}+{self.verifier.key_id.hex()}+{_base64(ED25519 + self.seed)}"

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    def signature(self, message: bytes) -> bytes:
        """The 64 bytes of the Ed25519 signature. Signing the same again gives the same bytes."""
        return self._key.sign(message)

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def check_name(name: str) -> None:
    """NoteError unless `name` may be a key's: not empty, no spaces of any kind, no plus, no control characters."""
    if not name or "+" in name or _CONTROL.search(name) or any(character.isspace() for character in name):
        raise NoteError(f"{name!r} cannot name a key: no spaces, plus or control characters, and not empty")
    _encoded(name)


def sign(text: str, *signers: Signer) -> bytes:
    """The note with one signature line for each signer, in their order. `text` must end in a newline."""
    if not signers:
        raise NoteError("a note needs a signer")
    _check_text(text)
    message = _encoded(text)
    lines = (f"— {signer.name} {_base64(signer.verifier.key_id + signer.signature(message))}\n" for signer in signers)
    return message + b"\n" + "".join(lines).encode()


def open_note(note: bytes, verifiers: Iterable[Verifier]) -> OpenedNote:
    """The text of `note` once at least one of `verifiers` signed it.

    Lines of unknown keys are ignored. NoteError when the note is malformed, when no known key signed it, or when a line
    of a known key does not fit the text: then it was altered, whatever the other lines say.
    """
    text, lines = _split(note)
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.key_id), verifier) != verifier:
            raise NoteError(f"two different keys are both known as {verifier.name}+{verifier.key_id.hex()}")
    names: dict[str, None] = {}
    for name, payload in map(_parse_line, lines):
        signed_by = known.get((name, payload[:4]))
        if signed_by is None:
            continue
        if not signed_by.verifies(text.encode(), payload[4:]):
            raise NoteError(
                f"the signature of {name}+{payload[:4].hex()} does not fit: the text or the line was altered"
            )
        names[name] = None
    if not names:
        raise NoteError("the note is not signed by a known key")
    return OpenedNote(text, tuple(names))


def _split(note: bytes) -> tuple[str, list[str]]:
    """The text of a note, with its last newline, and its signature lines, without theirs."""
    if len(note) > LARGEST_NOTE:
        raise NoteError(f"the note has {len(note)} bytes, {LARGEST_NOTE} are allowed")
    try:
        whole = note.decode()
    except UnicodeDecodeError as error:
        raise NoteError(f"the note is not UTF-8 at byte {error.start}") from None
    body, blank, signatures = whole.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError("the note needs a text, an empty line, and signature lines that end in a newline")
    text = body + "\n"
    _check_text(text)
    lines = signatures.removesuffix("\n").split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"the note has {len(lines)} signatures, {MOST_SIGNATURES} are allowed")
    return text, lines


def _parse_line(line: str) -> tuple[str, bytes]:
    """The key name and the payload (key id and signature) of a signature line."""
    found = _SIGNATURE_LINE.fullmatch(line)
    if found is None:
        raise NoteError(f"not a signature line: {line[:80]!r}")
    name, payload = found[1], _decoded(found[2])
    check_name(name)
    if payload is None or len(payload) < 5:
        raise NoteError(f"the signature line of {name!r} holds no key id and signature in base64")
    return name, payload


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteError("the text of a note must end in a newline")
    control = _CONTROL.search(text)
    if control is not None:
        raise NoteError(f"the note has the control character {control[0]!r} at position {control.start()}")


def _split_key(written: str) -> tuple[str, str, bytes]:
    """Name, key id in hex, and 32 bytes of key out of `<name>+<key id>+<base64>`."""
    name, _, rest = written.partition("+")
    key_id, _, encoded = rest.partition("+")
    key = _decoded(encoded)
    if not re.fullmatch("[0-9a-f]{8}", key_id) or not key:
        raise NoteError("a key is written <name>+<8 hex digits>+<base64>")
    if key[:1] != ED25519:
        raise NoteError(f"the key {name!r} is of type {key[0]}; only Ed25519 (type 1) is known here")
    return name, key_id, key[1:]


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise NoteError(f"half a character (a lone surrogate) at position {error.start}") from None


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: str) -> bytes | None:
    """The bytes, or None: only the one spelling in standard base64 with padding is taken."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if _base64(data) == text else None
