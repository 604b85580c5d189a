"""The kinds of files beside lessons, by the ending of the name. Whether the bytes agree, `look` finds out."""

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """How a lesson shows a file."""

    PICTURE = "picture"


@dataclass(frozen=True)
class FileKind:
    """`largest` is in bytes."""

    ending: str
    content_type: str
    use: Use
    largest: int


_KINDS = (
    FileKind("svg", "image/svg+xml", Use.PICTURE, 200_000),
    FileKind("png", "image/png", Use.PICTURE, 2_000_000),
    FileKind("jpg", "image/jpeg", Use.PICTURE, 2_000_000),
    FileKind("webp", "image/webp", Use.PICTURE, 2_000_000),
)
KINDS = {kind.ending: kind for kind in _KINDS}


def kind_of(name: str) -> FileKind | None:
    """The kind of the file with this name, or None for what no lesson may show."""
    return KINDS.get(name.rpartition(".")[2])


def endings(use: Use | None = None) -> str:
    """The endings for a message, in the order of the list."""
    return ", ".join(kind.ending for kind in _KINDS if use in (None, kind.use))


def stored_name(sha256: str) -> str:
    """Where the bytes with this digest lie in the store, under whatever names courses know them."""
    return f"courses/files/{sha256[:2]}/{sha256}"
