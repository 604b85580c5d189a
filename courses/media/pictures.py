"""Pictures made of pixels: PNG, JPEG and WebP, decoded once to be sure that a browser will show them."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, ImageFile, UnidentifiedImageError

from courses.media.flaws import Flaw, Pixels
from courses.media.kinds import FileKind

SMALLEST, LARGEST = 16, 4_096  # pixels of a side
MOST_PIXELS = 12_000_000  # decoded, they take four bytes each
_FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
_GPS = 0x8825  # the block of EXIF that says where a picture was taken


def size_of_picture(data: bytes, kind: FileKind) -> Pixels:
    """Width and height as shown. Raises Flaw."""
    wrong_kind = Flaw("The file is not what its ending says.", f"a picture of the kind {kind.ending.upper()}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own limit, which lies far above ours
            picture = Image.open(BytesIO(data), formats=[_FORMATS[kind.ending]])
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise wrong_kind from None
    width, height = picture.size
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST) or width * height > MOST_PIXELS:
        expected = f"{SMALLEST} to {LARGEST:,} pixels a side, and at most {MOST_PIXELS:,} in all"
        raise Flaw(f"The picture has {width:,} × {height:,} pixels.", expected)
    if getattr(picture, "is_animated", False):
        raise Flaw("The picture moves.", "a picture that stands still; what moves is a video")
    try:
        with _whole_only():
            picture.load()
        exif = picture.getexif()
        has_place = bool(exif.get_ifd(_GPS))
        turned = exif.get(0x0112, 1) in (5, 6, 7, 8)  # orientation: the browser turns it by 90 degrees
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ZeroDivisionError):
        raise Flaw("The file is damaged.", "a picture that opens in other programs") from None
    if has_place:
        raise Flaw("The picture says where it was taken.", "a picture saved without its place (GPS data)")
    return (height, width) if turned else (width, height)


@contextmanager
def _whole_only() -> Iterator[None]:
    """WeasyPrint, once it is loaded, lets Pillow take a file that is cut off for whole, in the whole process."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
