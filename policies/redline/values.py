"""A difference as plain values."""

from dataclasses import dataclass
from typing import Literal

from policies.content import Mark

RunKind = Literal["same", "added", "removed"]
Kind = Literal["same", "changed", "added", "removed"]
Role = Literal["paragraph", "heading", "item", "code", "quote"]


@dataclass(frozen=True)
class Run:
    """A piece of the Markdown. Without the added runs, a sequence of runs is the text before; without the removed ones
    it is the text after, to the last line end."""

    kind: RunKind
    text: str

    @property
    def is_blank(self) -> bool:
        """Only where lines end: nothing that a reader needs to be told as added or removed."""
        return not self.text.strip()


@dataclass(frozen=True)
class Block:
    """A paragraph, a list item, a heading below the clause's own. `same`: no word of it differs."""

    kind: Kind
    role: Role
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class ClauseChange:
    """A clause in two texts; `same` when neither heading nor text differ.

    `mark` says what a change means for readers: None for a clause that did not change or was removed. `is_moved`: it
    stands at another place among the clauses that stayed. `is_restored`: it was changed and changed back in between.
    """

    key: str
    kind: Kind
    heading_before: str
    heading_after: str
    number_before: int | None
    number_after: int | None
    heading: tuple[Run, ...]
    blocks: tuple[Block, ...]
    mark: Mark | None = None
    is_moved: bool = False
    is_restored: bool = False

    @property
    def is_renumbered(self) -> bool:
        return None not in (self.number_before, self.number_after) and self.number_before != self.number_after


@dataclass(frozen=True)
class Difference:
    """From one text to another: clauses in the order of the later text, removed ones where they stood."""

    title: tuple[Run, ...]
    intro: tuple[Block, ...]
    clauses: tuple[ClauseChange, ...]

    @property
    def changes(self) -> tuple[ClauseChange, ...]:
        """The clauses that are not the same."""
        return tuple(clause for clause in self.clauses if clause.kind != "same")

    @property
    def is_empty(self) -> bool:
        """Nothing differs, neither clauses nor title, introduction or order."""
        runs = (*self.title, *(run for block in self.intro for run in block.runs))
        is_moved = any(clause.is_moved for clause in self.clauses)
        return not self.changes and not is_moved and all(run.kind == "same" for run in runs)
