"""What every kind of question answers, and the little that it may ask for in return."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from courses.kinds.parts import Part, Words

Json = dict[str, Any]
Given = Any  # the stored answer: any JSON value that the kind defines
Posted = Mapping[str, Sequence[str]]  # what a form sent: the values of each field, in the order of the page


class Refused(Exception):
    """The posted answer cannot be taken. `str(error)` is a sentence for the learner.

    `kept` is what was posted, as far as it can be shown again; `field` is the end of the id of what to correct.
    """

    def __init__(self, sentence: str, *, kept: Given = None, field: str = "1") -> None:
        super().__init__(sentence)
        self.kept = kept
        self.field = field


class Fields(Protocol):
    """A mapping of a pack file that knows its lines. Asking for a key checks it and reports what is wrong."""

    def has(self, key: str) -> bool: ...

    def text(self, key: str, *, limit: int = ..., is_required: bool = ...) -> str: ...

    def texts(self, key: str, *, limit: int = ..., is_required: bool = ...) -> tuple[str, ...]: ...

    def flag(self, key: str, *, default: bool | None = ...) -> bool | None: ...

    def whole(self, key: str, low: int, high: int, *, is_required: bool = ...) -> int | None: ...

    def mapping(self, key: str, *, is_required: bool = ...) -> "Fields | None": ...

    def mappings(self, key: str) -> "Sequence[Fields]": ...

    def report(self, what: str, expected: str, *, key: str | None = None) -> None: ...


@dataclass(frozen=True)
class Option:
    """Something that can be chosen. Of the options with the same `part`, an answer chooses one."""

    part: str
    text: str
    is_right: bool = False


class Kind(Protocol):
    """One kind of question. The package's docstring says what each method promises."""

    name: str
    title: Words
    parts: tuple[Part, ...]

    def parse(self, fields: Fields) -> tuple[Json, Json]: ...

    def export(self, body: Json, key_body: Json) -> Json: ...

    def picture(self, body: Json) -> tuple[str, str] | None:
        return None

    def draw(self, body: Json, rng: random.Random) -> Json:
        return body

    def render(self, body: Json, given: Given) -> Json: ...

    def clean(self, posted: Posted, body: Json) -> Given: ...

    def stays_at(self, posted: Posted, given: Given) -> str:
        return ""

    def told(self, given: Given, body: Json) -> list[str]: ...

    def options(self, body: Json, key_body: Json) -> list[Option]:
        return []

    def chosen(self, given: Given, body: Json, key_body: Json) -> list[Option]:
        return [Option(part="", text=text) for text in self.told(given, body)]

    def grade(self, given: Given, key_body: Json) -> int: ...

    def counts(self, key_body: Json) -> bool:
        return True

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json: ...
