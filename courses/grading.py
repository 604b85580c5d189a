"""From points to a result. Points for one answer come from its question kind."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum


class Review(StrEnum):
    """What is shown of a closed attempt. Each shows what those before it show, and more."""

    NOTHING = "nothing"  # only whether it was passed
    SCORE = "score"
    RIGHT_OR_WRONG = "right_or_wrong"  # for each question, with the answer that was given
    EXPLANATIONS = "explanations"  # of what was answered
    ANSWERS = "answers"  # what would have been right too

    def shows(self, what: "Review") -> bool:
        order = list(Review)
        return order.index(self) >= order.index(what)

    @property
    def shows_score(self) -> bool:
        return self.shows(Review.SCORE)

    @property
    def shows_questions(self) -> bool:
        return self.shows(Review.RIGHT_OR_WRONG)

    @property
    def explains(self) -> bool:
        return self.shows(Review.EXPLANATIONS)


def score(points: Sequence[int]) -> int:
    """The mean of the points (each 0 to 100), rounded down, so that a pass mark is truly reached. No question: 100."""
    return sum(points) // len(points) if points else 100


def is_passed(score_reached: int, pass_mark: int, mandatory: Iterable[int] = ()) -> bool:
    """Whether a score reaches the pass mark, both in percent, and each mandatory question earned all its points."""
    return score_reached >= pass_mark and all(points == 100 for points in mandatory)


def end_of_wait(ended: datetime, minutes: int) -> datetime:
    """When the wait after an attempt is over: a full minute, so that the page can name the moment as it is."""
    until = ended + timedelta(minutes=minutes)
    whole = until.replace(second=0, microsecond=0)
    return whole if whole == until else whole + timedelta(minutes=1)
