"""The parts of a question as an author fills them in: what a pack holds, and what a form sends, one from the other.

A kind lists its parts in the order in which a pack spells them. Nothing here knows a kind, and nothing here judges what
was written: whatever a form sends becomes something that a pack can hold, and the reader of packs says what is wrong.

A form names its fields by the way to the value, such as `choices-0-text`. Rows send their own numbers under the name of
the list (`choices`: 0, 1, 2), in the order of the page, which is the order that counts.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Words = Any  # a text, or one that is translated when it is shown
Sent = dict[str, list[str]]
Posted = Mapping[str, Sequence[str]]


class NotForAForm(Exception):
    """The pack holds here what no field can show without changing it."""


@dataclass(frozen=True)
class Part(ABC):
    """`name` is the key in a pack. What is not required is left out of the pack while it is empty."""

    name: str
    label: Words
    hint: Words = ""
    is_required: bool = field(default=True, kw_only=True)

    @abstractmethod
    def sent(self, value: Any, name: str) -> Sent:
        """What a form would send for this value. Raises NotForAForm."""

    @abstractmethod
    def taken(self, posted: Posted, name: str) -> Any:
        """The value that was sent, or None for nothing."""


@dataclass(frozen=True)
class Text(Part):
    """A text, in so many rows to begin with; `is_line` has no line breaks."""

    rows: int = field(default=2, kw_only=True)
    is_line: bool = field(default=False, kw_only=True)

    def sent(self, value: Any, name: str) -> Sent:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise NotForAForm(name)
        text = str(value).strip()
        if self.is_line and "\n" in text:
            raise NotForAForm(name)
        return {name: [text]}

    def taken(self, posted: Posted, name: str) -> str | None:
        text = _tidy(_first(posted, name))
        text = " ".join(text.split("\n")) if self.is_line else text
        return text if text or self.is_required else None


@dataclass(frozen=True)
class Whole(Part):
    """A whole number. What is none is kept as it was typed."""

    is_required: bool = field(default=False, kw_only=True)

    def sent(self, value: Any, name: str) -> Sent:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise NotForAForm(name)
        return {name: [str(value)]}

    def taken(self, posted: Posted, name: str) -> int | str | None:
        text = " ".join(_tidy(_first(posted, name)).split())
        is_number = text.isascii() and text.isdigit() and len(text) < 10 and str(int(text)) == text
        return int(text) if is_number else text or None


@dataclass(frozen=True)
class Flag(Part):
    """Yes or no. When it is not required, a pack says only yes."""

    def sent(self, value: Any, name: str) -> Sent:
        if not isinstance(value, bool):
            raise NotForAForm(name)
        return {name: ["on"]} if value else {}

    def taken(self, posted: Posted, name: str) -> bool | None:
        is_on = bool(_first(posted, name))
        return is_on if is_on or self.is_required else None


@dataclass(frozen=True)
class Lines(Part):
    """Several texts, one on each line."""

    is_required: bool = field(default=False, kw_only=True)

    def sent(self, value: Any, name: str) -> Sent:
        return {name: ["\n".join(_texts(value, name))]}

    def taken(self, posted: Posted, name: str) -> list[str] | None:
        lines = [line.strip() for line in _tidy(_first(posted, name)).split("\n")]
        return [line for line in lines if line] or None


@dataclass(frozen=True)
class Chosen(Part):
    """Some of the texts that the page offers."""

    is_required: bool = field(default=False, kw_only=True)

    def sent(self, value: Any, name: str) -> Sent:
        return {name: _texts(value, name)}

    def taken(self, posted: Posted, name: str) -> list[str] | None:
        return list(dict.fromkeys(text for text in map(_tidy, posted.get(name, ())) if text)) or None


@dataclass(frozen=True)
class Block(Part):
    """Parts that belong together."""

    parts: tuple[Part, ...] = field(default=(), kw_only=True)

    def sent(self, value: Any, name: str) -> Sent:
        return sent(self.parts, value, f"{name}-")

    def taken(self, posted: Posted, name: str) -> dict[str, Any] | None:
        return taken(self.parts, posted, f"{name}-") or None


@dataclass(frozen=True)
class Rows(Part):
    """Blocks of the same parts, in an order. `one` is what one of them is called; a blank row is none.

    With a single part whose name is empty, a pack holds a list of its values instead of blocks.
    """

    one: Words = field(default="", kw_only=True)
    parts: tuple[Part, ...] = field(default=(), kw_only=True)
    least: int = field(default=0, kw_only=True)
    most: int = field(default=20, kw_only=True)

    @property
    def plain(self) -> Part | None:
        """The one part of rows that are no blocks."""
        return self.parts[0] if not self.parts[0].name else None

    def sent(self, value: Any, name: str) -> Sent:
        if not isinstance(value, list):
            raise NotForAForm(name)
        found: Sent = {name: [str(number) for number in range(len(value))]}
        for number, row in enumerate(value):
            at = f"{name}-{number}"
            found |= self.plain.sent(row, at) if self.plain else sent(self.parts, row, f"{at}-")
        return found

    def taken(self, posted: Posted, name: str) -> list[Any] | None:
        rows = []
        for number in row_numbers(posted, name):
            at = f"{name}-{number}"
            row = self.plain.taken(posted, at) if self.plain else taken(self.parts, posted, f"{at}-")
            if not _is_blank(row):
                rows.append(row)
        return rows or None


def sent(parts: Sequence[Part], row: Any, before: str = "") -> Sent:
    """What a form would send for a mapping of a pack. Raises NotForAForm for one with other keys or values."""
    if not isinstance(row, dict) or set(row) - {part.name for part in parts}:
        raise NotForAForm(before)
    found: Sent = {}
    for part in parts:
        if part.name in row:
            found |= part.sent(row[part.name], before + part.name)
    return found


def taken(parts: Sequence[Part], posted: Posted, before: str = "") -> dict[str, Any]:
    """The mapping for a pack of what a form sent. Never raises."""
    found = {part.name: part.taken(posted, before + part.name) for part in parts}
    return {name: value for name, value in found.items() if value is not None}


def row_numbers(posted: Posted, name: str) -> list[str]:
    """The numbers of the rows of a list, in their order, each once."""
    numbers = posted.get(name, ())
    return list(dict.fromkeys(one for one in numbers if one.isascii() and one.isdigit() and len(one) < 4))


def arranged(posted: Posted, act: str) -> tuple[Sent, str]:
    """What was sent after `add-choices`, or after `remove-`, `up-` or `down-` and a row like `choices-2`.

    And the name of the row to go on with. Whatever else `act` is changes nothing.
    """
    found = {name: list(values) for name, values in posted.items()}
    verb, _hyphen, place = act.partition("-")
    if verb == "add":
        numbers = row_numbers(found, place)
        number = str(max(map(int, numbers), default=-1) + 1)
        return found | {place: [*numbers, number]}, f"{place}-{number}"
    name, _hyphen, number = place.rpartition("-")
    numbers = row_numbers(found, name)
    if verb not in ("remove", "up", "down") or number not in numbers:
        return found, ""
    at = numbers.index(number)
    numbers.remove(number)
    if verb != "remove":
        numbers.insert(max(0, at - 1) if verb == "up" else at + 1, number)
    return found | {name: numbers}, place if verb != "remove" else name


def keys_in(parts: Sequence[Part]) -> Iterator[str]:
    """Every key that the parts name, those of parts inside too."""
    for part in parts:
        yield part.name
        if isinstance(part, Block | Rows):
            yield from keys_in(part.parts)


def _texts(value: Any, name: str) -> list[str]:
    is_plain = isinstance(value, list) and all(isinstance(text, str) and text.strip() for text in value)
    if not is_plain or any("\n" in text.strip() for text in value):
        raise NotForAForm(name)
    return [text.strip() for text in value]


def _is_blank(value: Any) -> bool:
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return not value or (isinstance(value, dict | list) and all(map(_is_blank, values)))


def _first(posted: Posted, name: str) -> str:
    return next(iter(posted.get(name, ())), "")


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
