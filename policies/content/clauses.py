"""What a text says: a title, an introduction, numbered clauses; and which clauses differ between two texts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClauseContent:
    """A numbered heading with its text. `body` is Markdown without the heading and without blank lines around it."""

    number: int
    key: str
    heading: str
    body: str


@dataclass(frozen=True)
class ParsedText:
    """What a text says. `intro` is Markdown and may be empty."""

    title: str
    intro: str
    clauses: tuple[ClauseContent, ...]


@dataclass(frozen=True)
class Comparison:
    """Which clauses differ between two texts, by key and in the order of the later text (`removed`: the earlier)."""

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]


def compare(before: ParsedText, after: ParsedText) -> Comparison:
    """Which clauses differ in heading or text. A clause that only moved did not change."""
    old = {clause.key: (clause.heading, clause.body) for clause in before.clauses}
    new = {clause.key: (clause.heading, clause.body) for clause in after.clauses}
    return Comparison(
        changed=tuple(key for key in new if key in old and old[key] != new[key]),
        added=tuple(key for key in new if key not in old),
        removed=tuple(key for key in old if key not in new),
    )
