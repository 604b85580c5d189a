"""Makes the text of the PDF say what the glyphs show, so that it can be searched, copied and read aloud.

WeasyPrint gives the whole text of a letter with its marks to one glyph of the group, and an empty text to the others.
PDF/UA-1 (ISO 14289-1, 7.21.7) asks for a character for every glyph, and a reader would say the letter twice.
"""

import re
import unicodedata
from typing import Any

from toolkit.pdf.faces import characters_of

_MAPPING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
NOTHING = "\u200b"


def give_every_glyph_its_character(document: Any, pdf: Any) -> None:
    """WeasyPrint's `finisher`: corrects the ToUnicode maps of all fonts of `pdf` before it is written."""
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Font" and "ToUnicode" in entry:
            number = int(entry["ToUnicode"].split()[0])
            characters = characters_of(entry["BaseFont"].decode().partition("+")[2])
            lines = pdf.objects[number].stream
            lines[:] = [_corrected(line, characters) for line in lines]


def _corrected(line: bytes, characters: dict[int, str]) -> bytes:
    found = _MAPPING.fullmatch(line)
    if found is None:
        return line
    glyph, given = int(found[1], 16), bytes.fromhex(found[2].decode()).decode("utf-16-be")
    text = meaning(given, characters.get(glyph, ""))
    return b"<%s> <%s>" % (found[1], text.encode("utf-16-be").hex().encode())


def meaning(given: str, own: str) -> str:
    """What a glyph stands for, from the text that WeasyPrint gave it and the font's own character for it, if any."""
    if not own:
        return given or NOTHING
    if len(given) == 1 or unicodedata.normalize("NFKC", own) == unicodedata.normalize("NFKC", given):
        return given  # one letter, or a ligature such as fi, which is searched for as its letters
    return unicodedata.normalize("NFC", own)
