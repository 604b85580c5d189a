"""Takes out of a JPEG or PNG file what a camera wrote beside the picture: the place, the device, a preview, a film.

The picture itself stays bit for bit, and so do its colors and which way up it is. Nothing is decoded.
"""

from io import BytesIO
from struct import unpack_from

from PIL import Image

_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_COMMENT = 0xFE
_APPS = range(0xE0, 0xF0)
# What a picture needs to be shown as it was: JFIF, colors, and how they were written.
_KEPT_APPS = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_ORIENTATION = 0x0112

_PNG_START = b"\x89PNG\r\n\x1a\n"
_DROPPED_CHUNKS = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}


def without_background(content: bytes, ending: str) -> bytes:
    """The file without what says where and with what it was taken; ValueError for a picture that is damaged.

    `ending` is "jpg" or "png"; a file of any other kind is given back as it is.
    """
    if ending == "jpg":
        return _jpeg(content)
    return _png(content) if ending == "png" else content


def _jpeg(content: bytes) -> bytes:
    kept = [content[:2], _way_up(content)]
    place = 2
    while True:
        marker, after = _segment(content, place)
        if marker == _SCAN:
            after = _end_of_scan(content, after)
        if marker == _END:  # what comes behind it, like a second picture or a film, is no part of this one
            return b"".join([*kept, b"\xff\xd9"])
        if _is_kept(marker, content[place + 4 : after]):
            kept.append(content[place:after])
        place = after


def _segment(content: bytes, place: int) -> tuple[int, int]:
    """The kind of the segment that begins here, and where it ends."""
    if content[place : place + 1] != b"\xff" or place + 2 > len(content):
        raise ValueError("not a JPEG segment")
    marker = content[place + 1]
    if marker == _END:
        return marker, place + 2
    if place + 4 > len(content) or marker in (0x00, 0xFF, _START):
        raise ValueError("not a JPEG segment")
    (length,) = unpack_from(">H", content, place + 2)
    after = place + 2 + length
    if length < 2 or after > len(content):
        raise ValueError("a JPEG segment that is cut off")
    return marker, after


def _end_of_scan(content: bytes, place: int) -> int:
    """Where the next segment begins: at a mark that is neither a byte of the picture nor a point to start again."""
    while True:
        place = content.find(b"\xff", place)
        if place < 0 or place + 1 >= len(content):
            raise ValueError("a JPEG that is cut off")
        follows = content[place + 1]
        if follows == 0xFF:
            place += 1
        elif follows == 0x00 or 0xD0 <= follows <= 0xD7:
            place += 2
        else:
            return place


def _is_kept(marker: int, body: bytes) -> bool:
    if marker in _APPS:
        return marker in _KEPT_APPS and body.startswith(_KEPT_APPS[marker])
    return marker != _COMMENT


def _way_up(content: bytes) -> bytes:
    """A segment that says which way up the picture is and nothing else; nothing where it is as it lies."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG"]) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1)
    except Exception as problem:  # whatever a damaged file makes Pillow raise
        raise ValueError("not a JPEG file") from problem
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    body = exif.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png(content: bytes) -> bytes:
    kept, place = [_PNG_START], len(_PNG_START)
    while True:
        if place + 12 > len(content):
            raise ValueError("a PNG that is cut off")
        (length,) = unpack_from(">I", content, place)
        kind, after = content[place + 4 : place + 8], place + 12 + length
        if after > len(content):
            raise ValueError("a PNG that is cut off")
        if kind not in _DROPPED_CHUNKS:
            kept.append(content[place:after])
        if kind == b"IEND":
            return b"".join(kept)
        place = after
