"""What is wrong with a pack: each mistake with its file, its line and what was expected."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 500  # a pack that is not one at all should not print a hundred thousand lines


def printable(text: str) -> str:
    """The text as one line: a line break or control character in a name is written out, not obeyed by the terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake. `file` is relative to the pack; `what` is a sentence, `expected` completes "Expected ..."."""

    file: str
    line: int
    what: str
    expected: str

    def __str__(self) -> str:
        return printable(f"{self.file}:{self.line}: {self.what} Expected {self.expected}.")


class PackProblems(Exception):
    """The pack cannot be used.

    `problems` holds the mistakes in the order of files and lines, MOST_SHOWN at most; `more` is how many are left out.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = sorted(set(problems))
        self.problems = found[:MOST_SHOWN]
        self.more = len(found) - len(self.problems)
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
