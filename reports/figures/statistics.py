"""What the figures are computed by. Each takes sums or counts that a database has made of many rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

CONFIDENCE = 95  # percent
Z = 1.959963984540054  # the normal quantile for it
# Of fewer pairs, how two things go together is mostly chance.
FEWEST_FOR_CORRELATION = 30


@dataclass(frozen=True)
class Interval:
    """Where the true share lies, with a confidence of 95 percent. Both between 0 and 1."""

    low: float
    high: float


def wilson(share: float, people: int) -> Interval:
    """The Wilson score interval of a share between 0 and 1 (E. B. Wilson, JASA 22, 1927). `people` is at least 1.

    The share may be a mean of values from 0 to 1, as credit in part gives: such values vary at most as much as a yes or
    no with the same mean, so that the interval is never too narrow.
    """
    squared = Z * Z
    middle = (share + squared / (2 * people)) / (1 + squared / people)
    half = Z / (1 + squared / people) * sqrt(share * (1 - share) / people + squared / (4 * people * people))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


@dataclass(frozen=True)
class PairSums:
    """Sums over pairs (x, y)."""

    count: int
    x: float
    y: float
    xx: float
    yy: float
    xy: float


def correlation(sums: PairSums) -> float | None:
    """Pearson's correlation. None if there are too few pairs, or one side never differs."""
    if sums.count < FEWEST_FOR_CORRELATION:
        return None
    across = sums.count * sums.xx - sums.x * sums.x
    along = sums.count * sums.yy - sums.y * sums.y
    # What is left of two large numbers that are the same but for rounding is no difference.
    if across <= 1e-9 * sums.count * sums.xx or along <= 1e-9 * sums.count * sums.yy:
        return None
    found = (sums.count * sums.xy - sums.x * sums.y) / sqrt(across * along)
    return max(-1.0, min(1.0, found))


def median(counts: Iterable[tuple[int, int]], *, cap: int | None = None) -> float | None:
    """The median of values given as (value, how often); larger ones count as `cap`. None of nothing."""
    ordered = sorted((value if cap is None else min(value, cap), often) for value, often in counts if often)
    total = sum(often for _value, often in ordered)
    if not total:
        return None
    return (_at(ordered, (total - 1) // 2) + _at(ordered, total // 2)) / 2


def _at(ordered: list[tuple[int, int]], place: int) -> int:
    for value, often in ordered:
        place -= often
        if place < 0:
            return value
    raise IndexError(place)
