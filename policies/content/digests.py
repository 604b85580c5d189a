"""The digests that freeze a version: of a text, of the statement to sign, of everything together."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ledger.canonical import canonical_bytes
from policies.content.parsing import canonical_text

FORMAT = "policy/1"  # part of the bytes: another format can never have the digest of this one

Mark = Literal["editorial", "material"]
MARKS: tuple[Mark, ...] = ("editorial", "material")


@dataclass(frozen=True)
class TextDigest:
    """What of a text goes into the digest of its version. Both digests are 64 hexadecimal digits."""

    language: str
    sha256: str
    statement_sha256: str


@dataclass(frozen=True)
class AttachmentDigest:
    """What of an attachment goes into the digest of its version. `size` in bytes."""

    name: str
    sha256: str
    size: int


def text_sha256(markdown: str) -> str:
    """SHA-256 of the canonical text as UTF-8, 64 hexadecimal digits: what `sha256sum v1.md` prints for a good file."""
    return hashlib.sha256(canonical_text(markdown).encode()).hexdigest()


def statement_sha256(statement: str) -> str:
    """SHA-256 of the statement to sign as UTF-8, without a line end."""
    return hashlib.sha256(statement.encode()).hexdigest()


def version_digest(
    *,
    slug: str,
    number: int,
    texts: Iterable[TextDigest],
    attachments: Iterable[AttachmentDigest] = (),
    effective_on: date | None,
    review_on: date | None,
    changes: Mapping[str, Mark],
) -> str:
    """SHA-256 over everything that a published version says, 64 hexadecimal digits.

    Texts count in the order of languages and attachments in that of names, whatever order they are passed in.
    """
    value = {
        "format": FORMAT,
        "slug": slug,
        "number": number,
        "texts": [
            {"language": text.language, "sha256": text.sha256, "statement_sha256": text.statement_sha256}
            for text in sorted(texts, key=lambda text: text.language)
        ],
        "attachments": [
            {"name": attachment.name, "sha256": attachment.sha256, "size": attachment.size}
            for attachment in sorted(attachments, key=lambda attachment: attachment.name)
        ],
        "effective_on": effective_on and effective_on.isoformat(),
        "review_on": review_on and review_on.isoformat(),
        "changes": dict(changes),
    }
    return hashlib.sha256(canonical_bytes(value)).hexdigest()
