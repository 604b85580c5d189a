"""Cuts a text into blocks, aligns the blocks of two texts and compares each pair by words."""

import re
from collections import Counter
from typing import NamedTuple

from policies.redline.values import Block, Role, Run
from policies.redline.words import Budget, matches, tokens, word_runs

LIKE = 0.4  # the share of common words from which on two blocks are one that changed, not one removed and one added
MOST_PAIRS = 2_500  # of blocks that are all weighed against each other
AHEAD = 8  # blocks that are looked at when there are more

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r" *(?:[-*+]|[0-9]{1,9}[.)])(?: |$)")
_HEADING = re.compile(r" {0,3}#{1,6}(?: |$)")


class Piece(NamedTuple):
    """A block of one text, with the empty lines after it: all pieces together are the text."""

    text: str
    role: Role


def pieces(text: str) -> list[Piece]:
    """Cuts at empty lines, list items, headings and fences of code."""
    found: list[Piece] = []
    fence = ""
    role: Role | None = None  # None: the next line begins a block, whatever it is
    for line in text.splitlines(keepends=True):
        opening = _FENCE.match(line)
        if fence:
            found[-1] = Piece(found[-1].text + line, "code")
            if opening and opening[1].startswith(fence):
                fence, role = "", None
        elif not line.strip() and found:
            found[-1] = Piece(found[-1].text + line, found[-1].role)
            role = None
        elif opening or _HEADING.match(line) or _ITEM.match(line) or role is None:
            role = _role(line)
            fence = opening[1] if opening else ""
            found.append(Piece(line, role))
            if role == "heading":
                role = None
        else:
            found[-1] = Piece(found[-1].text + line, found[-1].role)
    return found


def _role(line: str) -> Role:
    if _FENCE.match(line):
        return "code"
    if _HEADING.match(line):
        return "heading"
    if _ITEM.match(line):
        return "item"
    return "quote" if line.lstrip().startswith(">") else "paragraph"


def block_changes(before: str, after: str, budget: Budget) -> tuple[Block, ...]:
    """The blocks that lead from one text to the other."""
    old, new = pieces(before), pieces(after)
    found: list[Block] = []
    one = two = 0
    pairs = matches(_cores(old), _cores(new), Budget(budget.left // 3, budget))  # leaves enough for the words
    for at, there in [*pairs, (len(old), len(new))]:
        found += _between(old[one:at], new[two:there], budget)
        if at < len(old) and there < len(new):
            found.append(_pair(old[at], new[there], budget))
        one, two = at + 1, there + 1
    return tuple(found)


def _cores(blocks: list[Piece]) -> list[str]:
    """What counts when whole blocks are compared: not where lines end."""
    return [" ".join(piece.text.split()) for piece in blocks]


def _between(old: list[Piece], new: list[Piece], budget: Budget) -> list[Block]:
    """Blocks of which none is the same: those that are alike as pairs, the others as removed and added."""
    found: list[Block] = []
    one = two = 0
    for at, there in [*_alike(old, new, budget), (len(old), len(new))]:
        found += [Block("removed", piece.role, (Run("removed", piece.text),)) for piece in old[one:at]]
        found += [Block("added", piece.role, (Run("added", piece.text),)) for piece in new[two:there]]
        if at < len(old) and there < len(new):
            found.append(_pair(old[at], new[there], budget))
        one, two = at + 1, there + 1
    return found


def _alike(old: list[Piece], new: list[Piece], budget: Budget) -> list[tuple[int, int]]:
    """The pairs, ascending on both sides, of blocks that are alike."""
    if not old or not new:
        return []
    bags, others = [_bag(piece) for piece in old], [_bag(piece) for piece in new]
    if len(old) * len(new) > MOST_PAIRS:
        return _next_alike(bags, others, budget)
    if not budget.spend(sum(min(len(bag), len(other)) + 3 for bag in bags for other in others)):
        return []
    return _best_alike([[_likeness(bag, other) for other in others] for bag in bags])


def _next_alike(bags: "list[Counter[str]]", others: "list[Counter[str]]", budget: Budget) -> list[tuple[int, int]]:
    """For each block in turn the one most like it among the next few."""
    found = []
    start = 0
    for one, bag in enumerate(bags):
        window = range(start, min(start + AHEAD, len(others)))
        if not window or not budget.spend(len(window) * (len(bag) + 3)):
            break
        like, two = max((_likeness(bag, others[two]), -two) for two in window)
        if like >= LIKE:
            found.append((one, -two))
            start = 1 - two
    return found


def _best_alike(likeness: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs that have most in common in sum."""
    old, new = len(likeness), len(likeness[0])
    best = [[0.0] * (new + 1) for _ in range(old + 1)]
    for one in range(old - 1, -1, -1):
        for two in range(new - 1, -1, -1):
            pair = best[one + 1][two + 1] + likeness[one][two] if likeness[one][two] >= LIKE else 0.0
            best[one][two] = max(pair, best[one + 1][two], best[one][two + 1])
    found = []
    one = two = 0
    while one < old and two < new:
        if likeness[one][two] >= LIKE and best[one][two] == best[one + 1][two + 1] + likeness[one][two]:
            found.append((one, two))
            one, two = one + 1, two + 1
        elif best[one][two] == best[one + 1][two]:
            one += 1
        else:
            two += 1
    return found


def _bag(piece: Piece) -> "Counter[str]":
    return Counter(token.lower() for token in tokens(piece.text) if token[0].isalnum())


def _likeness(one: "Counter[str]", two: "Counter[str]") -> float:
    """Dice's coefficient over words: 0 nothing in common, 1 the same words."""
    total = one.total() + two.total()
    few, many = (one, two) if len(one) <= len(two) else (two, one)
    return 2 * sum(min(count, many[word]) for word, count in few.items()) / total if total else 0.0


def _pair(old: Piece, new: Piece, budget: Budget) -> Block:
    runs = word_runs(old.text, new.text, budget)
    is_same = all(run.kind == "same" or run.is_blank for run in runs)
    return Block("same" if is_same else "changed", new.role, runs)
