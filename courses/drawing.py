"""Which questions of a bank come on one paper. Pure: a bank, what is asked for, and a random order go in."""

import random
from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from courses.content import DrawContent


class Banked(Protocol):
    """A question, as far as drawing looks at it."""

    @property
    def tags(self) -> tuple[str, ...]: ...

    @property
    def clauses(self) -> tuple[str, ...]: ...


Item = TypeVar("Item", bound=Banked)


def drawn(bank: Sequence[Item], draws: Iterable[DrawContent], rng: random.Random) -> list[Item] | None:
    """The drawn questions in the order of the bank, none of them twice. None when the bank cannot fill every draw.

    Draws may overlap: a question that one of them took is given up for another where the bank would otherwise run
    short (augmenting paths, as in bipartite matching), so whether a paper can be drawn never depends on luck.
    """
    order = list(range(len(bank)))
    rng.shuffle(order)
    places = [[at for at in order if fits(bank[at], draw)] for draw in draws for _ in range(draw.count)]
    taken: dict[int, int] = {}  # which place a question of the bank has

    def seat(place: int, seen: set[int]) -> bool:
        for at in places[place]:
            if at not in seen:
                seen.add(at)
                if at not in taken or seat(taken[at], seen):
                    taken[at] = place
                    return True
        return False

    # A draw that is filled stays filled, by this question or another one.
    if not all(seat(place, set()) for place in range(len(places))):
        return None
    return [bank[at] for at in sorted(taken)]


def fits(question: Banked, draw: DrawContent) -> bool:
    """Whether the draw may take this question: it has the tag and the clause that the draw names, if any."""
    return (not draw.tag or draw.tag in question.tags) and (not draw.clause or draw.clause in question.clauses)
