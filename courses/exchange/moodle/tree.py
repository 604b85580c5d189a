"""Reads Moodle XML safely: no document type, so no entities; nothing nested without end; only one question at a time.

Files inside questions are read over and not kept: that there is one is all that has to be known.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from courses.exchange.items import QuestionFileError, quoted

DEEPEST = 30
MOST_TEXT = 1_000_000  # characters in one question, without its files
ENCODINGS = {
    "utf-8",
    "utf8",
    "utf-16",
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "latin-1",
    "latin1",
    "iso-8859-15",
    "windows-1252",
}
_DECLARED = re.compile(rb"""\A<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PARTS = 65_536


@dataclass
class Node:
    """An element with the text that stands in it. `line` is where it begins."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def all(self, tag: str) -> "Iterator[Node]":
        return (child for child in self.children if child.tag == tag)

    def first(self, tag: str) -> "Node | None":
        return next(self.all(tag), None)

    def value(self, tag: str) -> str:
        """The text of a child, which may stand in a `text` of its own; empty without one."""
        child = self.first(tag)
        if child is None:
            return ""
        inner = child.first("text")
        return (inner or child).text.strip()


def read_tree(data: bytes, take: Callable[[Node], None]) -> None:
    """Hands each child of the root to `take`. Raises QuestionFileError for what is no quiz, broken or dangerous."""
    _check_encoding(data)
    builder = _Builder(take)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = builder.refuse_declaration
    parser.EntityDeclHandler = builder.refuse_declaration
    parser.StartElementHandler = builder.begin
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.add
    builder.line = lambda: parser.CurrentLineNumber
    try:
        for start in range(0, len(data), _PARTS):
            parser.Parse(data[start : start + _PARTS], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        sentence = _("The XML is broken on line %(line)s: %(what)s.")
        what = expat.ErrorString(error.code)
        raise QuestionFileError(sentence % {"line": error.lineno, "what": what}, line=error.lineno) from None
    except (ValueError, LookupError) as error:  # of an encoding
        raise QuestionFileError(_("The XML cannot be read in its encoding. Save it as UTF-8.")) from error


class _Builder:
    def __init__(self, take: Callable[[Node], None]) -> None:
        self._take = take
        self._open: list[Node] = []
        self._size = 0
        self.line: Callable[[], int] = lambda: 0

    def refuse_declaration(self, *declaration: object) -> None:
        sentence = _(
            "The file declares a document type or entities, which question files never need. Nothing was read."
        )
        raise QuestionFileError(sentence, line=self.line())

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if not self._open and tag != "quiz":
            sentence = _("This is not a Moodle question file: it begins with %(tag)s, not with “<quiz>”.")
            raise QuestionFileError(sentence % {"tag": quoted(f"<{tag}>")}, line=self.line())
        if len(self._open) == DEEPEST:
            raise QuestionFileError(_("The XML is nested too deeply."), line=self.line())
        node = Node(tag, attributes, self.line())
        if len(self._open) > 1:
            self._grow(50)
            self._open[-1].children.append(node)
        else:
            self._size = 0
        self._open.append(node)

    def end(self, tag: str) -> None:
        node = self._open.pop()
        if len(self._open) == 1:
            self._take(node)

    def add(self, text: str) -> None:
        if self._open[-1].tag != "file":
            self._grow(len(text))
            self._open[-1].pieces.append(text)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > MOST_TEXT:
            raise QuestionFileError(_("A question holds more text than a question can."), line=self.line())


def _check_encoding(data: bytes) -> None:
    has_mark = data.startswith(codecs.BOM_UTF8)
    found = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    name = found[1].decode("ascii", "replace").lower() if found else "utf-8"
    if name not in ENCODINGS:
        sentence = _("The encoding %(name)s is not taken. Save the file as UTF-8.")
        raise QuestionFileError(sentence % {"name": quoted(name)}, line=1)
    if has_mark and name not in ("utf-8", "utf8"):
        sentence = _("The file says that it is %(name)s and begins like UTF-8. Save it as UTF-8.")
        raise QuestionFileError(sentence % {"name": quoted(name)}, line=1)
