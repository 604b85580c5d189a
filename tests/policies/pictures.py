"""Pictures as a phone takes them: with the place, a comment, and which way up they are."""

from io import BytesIO
from typing import Any

from PIL import Image, PngImagePlugin

GPS, ORIENTATION, MAKE = 0x8825, 0x0112, 0x010F
CAMERA = "Secretphone"


def make_picture(kind: str, *, has_background: bool = False, turned: int = 1) -> bytes:
    """A JPEG or PNG file of a few pixels."""
    picture = Image.radial_gradient("L").resize((40, 30)).convert("RGB")
    target = BytesIO()
    more: dict[str, Any] = {}
    if has_background:
        exif = Image.Exif()
        exif[MAKE], exif[ORIENTATION] = CAMERA, turned
        exif.get_ifd(GPS).update({1: "N", 2: (41.0, 52.0, 43.0), 3: "W", 4: (87.0, 37.0, 12.0)})
        texts = PngImagePlugin.PngInfo()
        texts.add_text("Comment", CAMERA)
        more = {"exif": exif} | ({"comment": CAMERA, "progressive": True} if kind == "JPEG" else {"pnginfo": texts})
    picture.save(target, kind, **more)
    return target.getvalue()
