"""From points to a result. Points for one answer come from its question kind."""

from collections.abc import Sequence


def score(points: Sequence[int]) -> int:
    """The mean of the points (each 0 to 100), rounded down, so that a pass mark is truly reached. No question: 100."""
    return sum(points) // len(points) if points else 100


def is_passed(score_reached: int, pass_mark: int) -> bool:
    """Whether a score reaches the pass mark, both in percent."""
    return score_reached >= pass_mark
