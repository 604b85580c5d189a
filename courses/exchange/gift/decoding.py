"""From the bytes of a GIFT file to its text. The format names no encoding, so it has to be found out, not guessed."""

import codecs

from django.utils.translation import gettext as _

from courses.exchange.items import QuestionFileError


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text with \\n as line end, and notes. Raises QuestionFileError."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _lines(_strict(data, "utf-16")), []
    if b"\x00" in data:
        line = _line_at(data, data.index(b"\x00"))
        raise QuestionFileError(_("The file is not a text file. Save it as UTF-8 text."), line=line)
    try:
        return _lines(data.decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        bad = _line_at(data, error.start)
    for number, words in enumerate(data.split(b"\n"), start=1):
        if not words.isascii() and _is_utf8(words):
            sentence = _(
                "The file mixes two encodings: line %(one)s is UTF-8, line %(other)s is not. Save it as UTF-8."
            )
            raise QuestionFileError(sentence % {"one": number, "other": bad}, line=bad)
    text = _lines(_strict(data, "cp1252"))
    note = _(
        "The file is not UTF-8 and was read as Windows-1252 (Latin-1). Look at its accents, from line %(line)s on."
    )
    return text, [note % {"line": bad}]


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        sentence = _("The encoding of the file cannot be told. Save it as UTF-8.")
        raise QuestionFileError(sentence, line=_line_at(data, error.start)) from None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _line_at(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1


def _lines(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
