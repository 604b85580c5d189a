"""Videos by the first bytes of their containers, and captions line by line."""

import re

from courses.media.flaws import Flaw
from courses.media.kinds import FileKind

_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"mmp4", b"MSNV")
_TIME = r"(?:[0-9]{2,}:)?[0-5][0-9]:[0-5][0-9]\.[0-9]{3}"
_CUE = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+[^<>]*)?\Z")


def check_video(head: bytes, kind: FileKind) -> None:
    """Raises Flaw."""
    is_mp4 = head[4:8] == b"ftyp" and head[8:12] in _BRANDS
    is_webm = head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head
    if not (is_webm if kind.ending == "webm" else is_mp4):
        raise Flaw("The file is not what its ending says.", f"a video of the kind {kind.name}")


def check_captions(data: bytes) -> None:
    """Raises Flaw with the line. A style sheet could load from elsewhere, so captions have none."""
    try:
        lines = data.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        place = data.count(b"\n", 0, error.start) + 1
        raise Flaw("The text is not UTF-8.", "a text file saved as UTF-8", place) from None
    if not lines or not re.match(r"WEBVTT(?:[ \t]|\Z)", lines[0]):
        raise Flaw("The file is not what its ending says.", "WEBVTT on the first line")
    cues = 0
    for number, line in enumerate(lines, start=1):
        if line.strip() == "STYLE":
            raise Flaw("The captions hold a style sheet.", "words and times only", number)
        if "-->" in line:
            cues += 1
            if not _CUE.match(line):
                raise Flaw("The captions hold a wrong time.", "two times like 00:01.000 --> 00:04.500", number)
    if not cues:
        raise Flaw("The captions hold no words.", "two times like 00:01.000 --> 00:04.500, and words below")
