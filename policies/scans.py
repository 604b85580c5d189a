"""What a scan of a signed paper may be. The beginning and the end of the file decide, never its name."""

from dataclasses import dataclass

LARGEST_SCAN = 10 * 1024 * 1024


@dataclass(frozen=True)
class ScanKind:
    """`start` are the first bytes of every such file; `end` stands near its end, where what it has to say is over."""

    ending: str
    content_type: str
    start: bytes
    end: bytes = b""


KINDS = (
    ScanKind("pdf", "application/pdf", b"%PDF-"),
    ScanKind("jpg", "image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
    ScanKind("png", "image/png", b"\x89PNG\r\n\x1a\n"),
)


def kind_of_scan(content: bytes) -> ScanKind | None:
    """What the file is; None for what is no scan, is empty, or is too large."""
    if len(content) > LARGEST_SCAN:
        return None
    return next((kind for kind in KINDS if content.startswith(kind.start) and kind.end in content), None)


def content_type_of(name: str) -> str:
    """The content type of a stored scan, by the ending that it was given when it was stored."""
    return next((kind.content_type for kind in KINDS if name.endswith(f".{kind.ending}")), "application/octet-stream")
