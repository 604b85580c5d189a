"""Puts the difference of two texts together, and composes the marks of several versions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from policies.content import ClauseContent, Mark, ParsedText, compare
from policies.redline.blocks import block_changes
from policies.redline.values import ClauseChange, Difference, Kind, Run
from policies.redline.words import Budget, increasing, word_runs

NOTHING = ParsedText("", "", ())

# Steps for a heading, for one clause and for the whole text: a third of a second and three seconds at the very most.
LINE, CLAUSE, TEXT = 20_000, 300_000, 3_000_000


def difference(before: ParsedText | None, after: ParsedText, marks: Mapping[str, Mark] | None = None) -> Difference:
    """What differs from one text to the other; before the first text, everything is added.

    `marks` are those of the later version. What is added is material; a change without a mark counts as material too,
    since nobody said that it is not.
    """
    before = before or NOTHING
    old = {clause.key: clause for clause in before.clauses}
    new = {clause.key: clause for clause in after.clauses}
    purse = Budget(TEXT)
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    clauses = tuple(
        replace(_clause(key, old.get(key), new.get(key), marks or {}, purse), is_moved=key in moved)
        for key in _order(list(old), list(new))
    )
    intro = block_changes(before.intro, after.intro, Budget(CLAUSE, purse))
    return Difference(_line(before.title, after.title), intro, clauses)


def compose(texts: Sequence[ParsedText], marks: Sequence[Mapping[str, Mark]]) -> Difference:
    """The difference from the first text to the last, with the strongest mark that each clause got on the way.

    `texts` are the versions from the one that a reader signed to the one in force, in one language; `marks` are those
    of each version but the first. A clause that was changed and changed back is the same, and is said to be restored.
    """
    if len(marks) != len(texts) - 1:
        raise ValueError("Each version but the first has its marks.")
    strongest: dict[str, Mark] = {}
    touched: set[str] = set()
    for (before, after), given in zip(pairwise(texts), marks, strict=True):
        found = compare(before, after)
        touched |= {*found.changed, *found.added, *found.removed}
        for key in found.changed:
            mark = given.get(key, "material")
            strongest[key] = "material" if "material" in (mark, strongest.get(key)) else mark
        strongest.update(dict.fromkeys(found.added, "material"))
    whole = difference(texts[0], texts[-1], strongest)
    clauses = [replace(clause, is_restored=clause.kind == "same" and clause.key in touched) for clause in whole.clauses]
    return replace(whole, clauses=tuple(clauses))


def _clause(
    key: str, old: ClauseContent | None, new: ClauseContent | None, marks: Mapping[str, Mark], purse: Budget
) -> ClauseChange:
    heading_before, body_before = (old.heading, old.body) if old else ("", "")
    heading_after, body_after = (new.heading, new.body) if new else ("", "")
    kind = _kind(old, new)
    mark: Mark | None = None
    if kind in ("changed", "added"):
        mark = "material" if kind == "added" else marks.get(key, "material")
    return ClauseChange(
        key=key,
        kind=kind,
        heading_before=heading_before,
        heading_after=heading_after,
        number_before=old.number if old else None,
        number_after=new.number if new else None,
        heading=_line(heading_before, heading_after),
        blocks=block_changes(body_before, body_after, Budget(CLAUSE, purse)),
        mark=mark,
    )


def _kind(old: ClauseContent | None, new: ClauseContent | None) -> Kind:
    if old is None or new is None:
        return "added" if old is None else "removed"
    return "same" if (old.heading, old.body) == (new.heading, new.body) else "changed"


def _line(before: str, after: str) -> tuple[Run, ...]:
    return word_runs(before, after, Budget(LINE))


def _order(old: list[str], new: list[str]) -> list[str]:
    """The keys of the later text, and each removed one behind the clause that it stood behind."""
    behind: dict[str, list[str]] = {"": []}
    last = ""
    kept = set(new)
    for key in old:
        if key in kept:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    found = list(behind[""])
    for key in new:
        found += [key, *behind.get(key, ())]
    return found


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The fewest keys without which the others stand in the same order."""
    place = {key: at for at, key in enumerate(old)}
    return set(new) - {new[at] for at in increasing([place[key] for key in new])}
