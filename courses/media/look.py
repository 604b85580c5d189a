"""Looks at the bytes of one file, of a video at the first: is it what its ending says, and may a lesson show it."""

from courses.media.documents import check_document
from courses.media.drawings import size_of_drawing
from courses.media.flaws import Flaw, Pixels
from courses.media.kinds import FileKind, Use
from courses.media.pictures import size_of_picture
from courses.media.videos import check_captions, check_video

__all__ = ["Flaw", "look_at"]


def look_at(data: bytes, kind: FileKind) -> Pixels:
    """Width and height in pixels, 0 for what has none. Raises Flaw with what is wrong and what was expected."""
    if kind.use is Use.DOWNLOAD:
        check_document(data, kind)
    elif kind.use is Use.VIDEO:
        check_video(data, kind)
    elif kind.use is Use.CAPTIONS:
        check_captions(data)
    if kind.use is not Use.PICTURE:
        return 0, 0
    return size_of_drawing(data) if kind.ending == "svg" else size_of_picture(data, kind)
