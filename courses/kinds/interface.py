"""What every kind of question answers, and the little that it may ask for in return."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Json = dict[str, Any]
Given = list[str]  # the stored answer: the keys of the chosen choices, in the order of the question


class Refused(Exception):
    """The posted answer cannot be taken. `str(error)` is a sentence for the learner."""


@dataclass(frozen=True)
class ChoiceFeedback:
    """What to show for one choice after the attempt is closed."""

    key: str
    text: str
    is_given: bool
    is_correct: bool
    feedback: str


class Fields(Protocol):
    """A mapping of a pack file that knows its lines. Asking for a key checks it and reports what is wrong."""

    def text(self, key: str, *, limit: int = ..., is_required: bool = ...) -> str: ...

    def flag(self, key: str) -> bool | None: ...

    def mappings(self, key: str) -> Sequence["Fields"]: ...

    def report(self, what: str, expected: str, *, key: str | None = None) -> None: ...


class Kind(Protocol):
    """One kind of question. The package's docstring says what each method promises."""

    name: str

    def parse(self, fields: Fields) -> tuple[Json, Json]: ...

    def export(self, body: Json, key_body: Json) -> Json: ...

    def draw(self, body: Json, rng: random.Random) -> Json: ...

    def clean(self, values: Sequence[str], body: Json) -> Given: ...

    def grade(self, given: object, key_body: Json) -> int: ...

    def feedback(self, given: object, body: Json, key_body: Json) -> list[ChoiceFeedback]: ...
