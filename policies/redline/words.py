"""Compares two pieces of text word by word (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986)."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from policies.redline.values import Run, RunKind

# A word, one sign of a script without spaces, white space, or a single other sign.
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+(?:['’-][^\W_]+)*|\s+|.", re.DOTALL)
SHORT = 2  # words: so few between two changes are read more easily as part of one change

_Path = tuple[()] | tuple[Any, int, int, int]  # nothing, or a path and the stretch that it was lengthened by


class Budget:
    """How many steps a comparison may still take; counted, not timed, so that the outcome never depends on a clock.

    About a million steps a second. `purse` is the budget that this one is a part of.
    """

    def __init__(self, steps: int, purse: "Budget | None" = None) -> None:
        self.left: int = min(steps, purse.left) if purse else steps
        self._purse = purse

    def spend(self, steps: int) -> bool:
        """Whether there was enough left."""
        self.left -= steps
        if self._purse:
            self._purse.left -= steps
        return self.left >= 0


class _Piece(NamedTuple):
    """A stretch of both sides, [start, end) each. When it is the same, both are equally long."""

    is_same: bool
    before: tuple[int, int]
    after: tuple[int, int]

    def moved(self, start: int, end: int) -> "_Piece":
        """With the start and the end of both sides so much further on."""
        (one, two), (three, four) = self.before, self.after
        return _Piece(self.is_same, (one + start, two + end), (three + start, four + end))


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def word_runs(before: str, after: str, budget: Budget) -> tuple[Run, ...]:
    """The runs that lead from one text to the other."""
    if before == after:
        return (Run("same", before),) if before else ()
    old, new = tokens(before), tokens(after)
    # Where a line ends is no change: all white space is equal.
    found = matches([_plain(token) for token in old], [_plain(token) for token in new], budget)
    pieces = _joined(_slid(_pieces(found, len(old), len(new)), old, new), old, new)
    return _runs(pieces, old, new)


def matches(before: Sequence[str], after: Sequence[str], budget: Budget) -> list[tuple[int, int]]:
    """Pairs of positions that hold the same, ascending on both sides: as many as there are, within the budget."""
    start = 0
    shorter = min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    found = [(at, at) for at in range(start)]
    inner = _stretches(before[start : len(before) - end], after[start : len(after) - end], budget)
    for old, new, length in inner:
        found += [(start + old + at, start + new + at) for at in range(length)]
    return found + [(len(before) - at, len(after) - at) for at in range(end, 0, -1)]


def _stretches(before: Sequence[str], after: Sequence[str], budget: Budget) -> list[tuple[int, int, int]]:
    """(position before, position after, length) of what is the same; rare words only when the budget is used up.

    Follows, for 0, 1, 2 … changes, the path on each diagonal that reaches furthest. Paths share their beginnings.
    """
    old, new = len(before), len(after)
    if not old or not new:
        return []
    reach: dict[int, tuple[int, _Path]] = {1: (0, ())}
    nowhere: tuple[int, _Path] = (-1, ())
    for changes in range(old + new + 1):
        steps = 2 * changes
        for diagonal in range(-changes, changes + 1, 2):
            removed, added = reach.get(diagonal - 1, nowhere), reach.get(diagonal + 1, nowhere)
            at, path = added if removed[0] < added[0] else (removed[0] + 1, removed[1])
            start = at
            while at < old and at - diagonal < new and before[at] == after[at - diagonal]:
                at += 1
            if at > start:
                path = (path, start, start - diagonal, at - start)
                steps += at - start
            reach[diagonal] = (at, path)
            if at >= old and at - diagonal >= new:
                return _unrolled(path)
        if not budget.spend(steps):
            return _anchored(before, after)
    raise AssertionError("removing all and adding all is a path")


def _unrolled(path: "_Path") -> list[tuple[int, int, int]]:
    found = []
    while path:
        path, *stretch = path
        found.append((stretch[0], stretch[1], stretch[2]))
    return found[::-1]


def _anchored(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int]]:
    """What stands once on either side, in the same order on both, and what is the same around it ("patience")."""
    once, again = _once(before), _once(after)
    common = [word for word in once if word in again]
    found: list[tuple[int, int, int]] = []
    one = two = 0
    for place in increasing([again[word] for word in common]):
        old, new = once[common[place]], again[common[place]]
        if old < one or new < two:
            continue  # inside the stretch before
        start = 0
        while old - start > one and new - start > two and before[old - start - 1] == after[new - start - 1]:
            start += 1
        one, two = old + 1, new + 1
        while one < len(before) and two < len(after) and before[one] == after[two]:
            one, two = one + 1, two + 1
        found.append((old - start, new - start, one - old + start))
    return found


def _once(words: Sequence[str]) -> dict[str, int]:
    count = Counter(words)
    return {word: at for at, word in enumerate(words) if count[word] == 1}


def increasing(numbers: Sequence[int]) -> list[int]:
    """Where the members of a longest increasing subsequence stand; the numbers differ from each other."""
    ends: list[int] = []  # the smallest last number of a subsequence of each length
    lengths: list[int] = []
    for number in numbers:
        length = bisect_left(ends, number)
        ends[length : length + 1] = [number]
        lengths.append(length)
    found: list[int] = []
    wanted = len(ends) - 1
    for place in range(len(numbers) - 1, -1, -1):
        if lengths[place] == wanted and (not found or numbers[place] < numbers[found[-1]]):
            found.append(place)
            wanted -= 1
    return found[::-1]


def _plain(token: str) -> str:
    return " " if token.isspace() else token


def _pieces(found: list[tuple[int, int]], old: int, new: int) -> list[_Piece]:
    """Pieces that follow each other without a gap, same and different by turns."""
    pieces: list[_Piece] = []
    one = two = 0
    for before, after in [*found, (old, new)]:
        if before > one or after > two:
            pieces.append(_Piece(False, (one, before), (two, after)))
        if before < old or after < new:
            if pieces and pieces[-1].is_same:
                pieces[-1] = _Piece(True, (pieces[-1].before[0], before + 1), (pieces[-1].after[0], after + 1))
            else:
                pieces.append(_Piece(True, (before, before + 1), (after, after + 1)))
        one, two = before + 1, after + 1
    return pieces


def _slid(pieces: list[_Piece], old: list[str], new: list[str]) -> list[_Piece]:
    """Moves what was only added, or only removed, to the beginning of a sentence if it can stand there as well.

    From "We [+train. We +]help." to "[+We train. +]We help.": the same texts, and a reader sees one whole sentence.
    """
    slid = list(pieces)
    for at in range(1, len(slid) - 1):
        piece = slid[at]
        is_added = piece.before[0] == piece.before[1]
        if piece.is_same or (not is_added and piece.after[0] < piece.after[1]):
            continue
        words, (start, end) = (new, piece.after) if is_added else (old, piece.before)
        # What is the same on both sides of the change stays there, except at the ends of the text.
        room = slid[at - 1].after[1] - slid[at - 1].after[0] - (at > 1)
        more = slid[at + 1].after[1] - slid[at + 1].after[0] - (at + 2 < len(slid))
        left = right = 0
        while left < room and _plain(words[start - left - 1]) == _plain(words[end - left - 1]):
            left += 1
        while right < more and _plain(words[start + right]) == _plain(words[end + right]):
            right += 1
        by = max(range(-left, right + 1), key=lambda by: (_fitness(words, start + by), -abs(by)))
        slid[at - 1 : at + 2] = [
            slid[at - 1].moved(0, by),
            piece.moved(by, by),
            slid[at + 1].moved(by, 0),
        ]
    return [piece for piece in slid if piece.before[0] < piece.before[1] or piece.after[0] < piece.after[1]]


def _fitness(words: list[str], at: int) -> int:
    """How well a change may begin here: 2 a sentence does, 1 a word does."""
    if at == 0 or (at > 1 and words[at - 1].isspace() and words[at - 2] in ".!?;:"):
        return 2
    return int(words[at - 1].isspace())


def _joined(pieces: list[_Piece], old: list[str], new: list[str]) -> list[_Piece]:
    """Changes with hardly anything between them as one change: "the same day" reads better whole than in halves."""
    joined: list[_Piece] = []
    for piece in pieces:
        joined.append(piece)
        while len(joined) >= 3 and not piece.is_same and _is_short(joined[-3], joined[-2], joined[-1], old, new):
            first, last = joined[-3], joined[-1]
            joined[-3:] = [
                _Piece(False, (first.before[0], last.before[1]), (first.after[0], last.after[1])),
            ]
    return joined


def _is_short(left: _Piece, same: _Piece, right: _Piece, old: list[str], new: list[str]) -> bool:
    words = _words(old, same.before)
    around = [max(_words(old, piece.before), _words(new, piece.after)) for piece in (left, right)]
    return words <= SHORT and words <= min(around)


def _words(tokens: list[str], span: tuple[int, int]) -> int:
    return sum(token[0].isalnum() for token in tokens[span[0] : span[1]])


def _runs(pieces: list[_Piece], old: list[str], new: list[str]) -> tuple[Run, ...]:
    """Neighbors of one kind are one run, and what was removed stands before what was added."""
    runs: list[Run] = []
    for is_same, group in groupby(_parts(pieces, old, new), key=lambda part: part[0]):
        parts = list(group)
        before, after = "".join(part[1] for part in parts), "".join(part[2] for part in parts)
        kinds: list[tuple[RunKind, str]] = [("same", before)] if is_same else [("removed", before), ("added", after)]
        runs += [Run(kind, text) for kind, text in kinds if text]
    return tuple(runs)


def _parts(pieces: list[_Piece], old: list[str], new: list[str]) -> Iterator[tuple[bool, str, str]]:
    """(whether it is the same, before, after); white space that is not the same is a change."""
    for piece in pieces:
        before, after = old[piece.before[0] : piece.before[1]], new[piece.after[0] : piece.after[1]]
        if piece.is_same:
            yield from ((one == two, one, two) for one, two in zip(before, after, strict=True))
        else:
            yield False, "".join(before), "".join(after)
