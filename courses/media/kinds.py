"""The kinds of files beside lessons, by the ending of the name. Whether the bytes agree, `look` finds out."""

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """How a lesson shows a file."""

    PICTURE = "picture"
    DOWNLOAD = "download"
    VIDEO = "video"
    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"


@dataclass(frozen=True)
class FileKind:
    """`largest` is in bytes. `name` is what readers call it."""

    ending: str
    content_type: str
    use: Use
    largest: int
    name: str = ""


_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = (
    FileKind("svg", "image/svg+xml", Use.PICTURE, 200_000),
    FileKind("png", "image/png", Use.PICTURE, 2_000_000),
    FileKind("jpg", "image/jpeg", Use.PICTURE, 2_000_000),
    FileKind("webp", "image/webp", Use.PICTURE, 2_000_000),
    FileKind("pdf", "application/pdf", Use.DOWNLOAD, 10_000_000, "PDF"),
    FileKind("docx", f"{_OFFICE}wordprocessingml.document", Use.DOWNLOAD, 10_000_000, "Word"),
    FileKind("xlsx", f"{_OFFICE}spreadsheetml.sheet", Use.DOWNLOAD, 10_000_000, "Excel"),
    FileKind("pptx", f"{_OFFICE}presentationml.presentation", Use.DOWNLOAD, 10_000_000, "PowerPoint"),
    FileKind("zip", "application/zip", Use.DOWNLOAD, 10_000_000, "ZIP"),
    FileKind("txt", "text/plain; charset=utf-8", Use.DOWNLOAD, 1_000_000, "TXT"),
    FileKind("csv", "text/csv; charset=utf-8", Use.DOWNLOAD, 1_000_000, "CSV"),
    FileKind("mp4", "video/mp4", Use.VIDEO, 200_000_000, "MP4"),
    FileKind("webm", "video/webm", Use.VIDEO, 200_000_000, "WebM"),
    FileKind("vtt", "text/vtt; charset=utf-8", Use.CAPTIONS, 500_000, "WebVTT"),
    FileKind("md", "text/markdown; charset=utf-8", Use.TRANSCRIPT, 200_000, "Markdown"),
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
