"""Small files of every kind that a lesson may show, made here, for tests of whatever shows them."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.courses import write_pack

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" role="img">\n'
    b'<title>A ward</title>\n<circle cx="9" cy="9" r="4" fill="#2a8f8a"/>\n</svg>\n'
)
VTT = b"WEBVTT\n\n00:00.000 --> 00:04.500\nWait, there is a board behind you.\n"
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(range(256)) * 8  # for all but a player


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options: Any) -> bytes:
    """A picture of one color."""
    file = BytesIO()
    Image.new("RGB", size, "#2a8f8a").save(file, kind, **options)
    return file.getvalue()


def drawing(inner: str = "", attributes: str = 'viewBox="0 0 640 320"', before: str = "") -> bytes:
    """What is inside begins on line 2."""
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg" {attributes}>\n{inner}\n</svg>'.encode()


Changes = dict[str, str | bytes | None]


def write(folder: Path, changes: Changes) -> Path:
    """The short pack with these files, of which some are text and some are bytes."""
    return write_pack(folder, **changes)
