"""No figure about fewer than five people, not even as the difference of figures that are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 5


@dataclass(frozen=True)
class Part:
    """How many of a whole. `people` is None if it would tell of fewer than five; `at_least` may then say a little."""

    people: int | None
    at_least: int | None = None


def is_small(people: int) -> bool:
    """Whether there is somebody, but too few to say anything about. That there is nobody may be said."""
    return 0 < people < FEWEST


def hidden(people: Sequence[int]) -> frozenset[int]:
    """Which groups of a whole to say nothing about when the whole is known: their places, counted from 0.

    Small groups are hidden, and then, if they are small together or there is only one, the smallest other one.
    Otherwise who takes the shown ones off the whole has the figure again.
    """
    chosen = {place for place, count in enumerate(people) if is_small(count)}
    others = [(count, place) for place, count in enumerate(people) if count and place not in chosen]
    if chosen and others and (len(chosen) < 2 or is_small(sum(people[place] for place in chosen))):
        chosen.add(min(others)[1])
    return frozenset(chosen)


def parts_of(people: Sequence[int], *, whole: Part | None = None) -> list[Part]:
    """The numbers of people in the parts of a whole, as they may be shown. The whole is known, or `whole` says less.

    Small ones are hidden, and the first other one with them: were it the smallest, it would tell something itself. Who
    takes the shown ones off the whole can tell how many it holds at least, if each small one holds four. So that is
    said too, unless it would tell which one is not small among a few people. Of a whole that is hidden itself, one part
    is hidden in any case, or together they would give it away.
    """
    is_known = whole is None or whole.people is not None
    small = [place for place, count in enumerate(people) if is_small(count)]
    others = [place for place, count in enumerate(people) if count >= FEWEST]
    if not others or (is_known and not small):
        return [Part(None if place in small else count) for place, count in enumerate(people)]
    together = people[others[0]] + sum(people[place] for place in small)
    # One each and just five: all of it could be told from the sum.
    away = {*small, *others[: 2 if together == FEWEST + len(small) else 1]}
    parts = [Part(None if place in away else count) for place, count in enumerate(people)]
    total = sum(people) if is_known or whole is None else whole.at_least or 0
    least = total - sum(part.people or 0 for part in parts) - (FEWEST - 1) * len(small)
    if least >= FEWEST and len(away) == len(small) + 1:
        parts[others[0]] = Part(None, least)
    return parts


def in_a_row(people: Sequence[int]) -> list[Part]:
    """Numbers of which each counts those of the one before who went on, as they may be shown.

    A number is shown if it is none or large enough, and if its difference to the last one that was shown is so too.
    """
    parts: list[Part] = []
    last = 0
    for count in people:
        if is_small(count):
            parts.append(Part(None))
        elif is_small(abs(last - count)):
            parts.append(Part(None, last - (FEWEST - 1) if last >= 2 * FEWEST else None))
        else:
            parts.append(Part(count))
            last = count
    return parts
