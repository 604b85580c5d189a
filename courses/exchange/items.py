"""What the readers of all formats hand on: items, each of them a question in the words of our packs or a refusal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from toolkit.errors import DomainError

LARGEST_FILE = 20_000_000
MOST_ITEMS = 2_000
LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Item:
    """A question. `fields` is what its kind reads in a pack; `line` is where it begins in its file, from 1."""

    line: int
    title: str
    kind: str
    prompt: str
    fields: dict[str, Any]
    category: str = ""
    identifier: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """What is not taken, and why. `kind` is the kind of question that it is or would have been, where that is known."""

    line: int
    title: str
    kind: str
    reason: str


@dataclass
class Contents:
    """All items of a file in their order. `notes` are about the file as a whole."""

    items: list[Item | Refusal] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, item: Item | Refusal) -> None:
        """Raises QuestionFileError when there are too many."""
        if len(self.items) == MOST_ITEMS:
            sentence = _("The file holds more than %(most)s items. Split it into several files.")
            raise QuestionFileError(sentence % {"most": f"{MOST_ITEMS:,}"}, line=item.line)
        self.items.append(item)


class NotTaken(Exception):
    """This item cannot be a question here. `str(error)` is the reason; `kind` is what its own format calls it."""

    def __init__(self, reason: str, *, kind: str = "") -> None:
        super().__init__(reason)
        self.kind = kind


class QuestionFileError(DomainError):
    """The file as a whole is not taken. `line` is where reading ended, 0 if that says nothing."""

    def __init__(self, sentence: str, *, line: int = 0) -> None:
        super().__init__(sentence)
        self.line = line


def refuse_large(size: int) -> None:
    """Raises QuestionFileError for a file of more than LARGEST_FILE bytes."""
    if size > LARGEST_FILE:
        sentence = _("The file is too large: %(size)s bytes. Up to %(most)s are taken. Split it into several files.")
        raise QuestionFileError(sentence % {"size": f"{size:,}", "most": f"{LARGEST_FILE:,}"})


def quoted(text: str) -> str:
    """The text on one line, cut, for a reason or a note."""
    plain = " ".join(text.split())
    return f"“{plain[:LONGEST_QUOTE]}…”" if len(plain) > LONGEST_QUOTE else f"“{plain}”"


def listed(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(texts))
