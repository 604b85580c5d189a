"""What is wrong with a pack: each mistake with its file, its line and what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 500  # a pack that is not one at all should not print a hundred thousand lines


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. `file` is relative to the pack; `what` is a sentence, `expected` completes "Expected ..."."""

    file: str
    line: int
    what: str
    expected: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} Expected {self.expected}."


class PackProblems(Exception):
    """The pack cannot be used. `problems` holds every mistake, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))[:MOST_SHOWN]
        super().__init__("\n".join(map(str, self.problems)))


class Problems:
    """Collects while reading, so that all mistakes are reported at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def report(self, file: str, line: int, what: str, expected: str) -> None:
        self.found.append(Problem(file, line, what, expected))

    def raise_if_any(self) -> None:
        if self.found:
            raise PackProblems(self.found)
