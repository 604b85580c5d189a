"""What was chosen at one question, by the first attempt that each person handed in."""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from courses.kinds import Option, kind_of
from courses.models import Question
from reports.figures.small_groups import Part, is_small, parts_of
from reports.selectors.figures.asking import FIRST, rows


@dataclass(frozen=True)
class OptionLine:
    """How many of those who were asked chose this."""

    option: Option
    part: Part


@dataclass(frozen=True)
class Options:
    """`people` answered the question; 0 if nobody or fewer than five did, and then there are no lines."""

    people: int
    lines: list[OptionLine]


def options_of(question: Question) -> Options:
    """Every option that is known beforehand, and what else at least five people gave as an answer, in one query.

    Equal answers are counted by the database, and each is read once. Words that fewer than five people wrote or marked
    are not listed at all, so that nobody is known by theirs.
    """
    kind, key = kind_of(question.kind), question.answer_key.body
    counts: Counter[Option] = Counter()
    people = 0
    for given, often in _given(question):
        counts.update(dict.fromkeys({*kind.chosen(given, question.body, key)}, often))
        people += often
    if not people or is_small(people):
        return Options(0, [])
    known = kind.options(question.body, key)
    more = [one for one, often in counts.items() if one not in known and often and not is_small(often)]
    listed = [*known, *sorted(more, key=lambda one: (-counts[one], one.part, one.text))]
    parts: dict[Option, Part] = {}
    for name in dict.fromkeys(one.part for one in listed):
        together = [one for one in listed if one.part == name]
        others = people - sum(counts[one] for one in together)  # who chose none of them
        shown = _right_and_wrong if name == "" else _in_one
        parts |= zip(together, shown([(one.is_right, counts[one]) for one in together], others), strict=False)
    return Options(people, [OptionLine(one, parts[one]) for one in listed])


def _in_one(counts: list[tuple[bool, int]], others: int) -> list[Part]:
    return parts_of([*(count for _is_right, count in counts), others])


def _right_and_wrong(counts: list[tuple[bool, int]], others: int) -> list[Part]:
    """Where an answer is one option, how many are right is said beside it: right and wrong ones are two wholes."""
    right = [count for is_right, count in counts if is_right]
    wrong = [*(count for is_right, count in counts if not is_right), others]
    if is_small(sum(right)) or (is_small(sum(wrong)) and len(right) != 1):
        return _in_one(counts, others)
    of_right, of_wrong = iter(parts_of(right)), iter(parts_of(wrong))
    if is_small(sum(wrong)):
        of_right = iter(parts_of([sum(right), sum(wrong)]))
    return [next(of_right if is_right else of_wrong) for is_right, _count in counts]


def _given(question: Question) -> list[tuple[Any, int]]:
    """Each answer that was given, with how many gave it."""
    statement = f"""
        WITH first AS ({FIRST} HAVING attempt.step_id = %s)
        SELECT answer.given, COUNT(*) FROM first JOIN courses_answer answer ON answer.attempt_id = first.id
        WHERE answer.question_id = %s AND answer.points IS NOT NULL
        GROUP BY answer.given
    """  # noqa: S608 - only text of ours is put in
    version = question.step.module.version_id
    found = rows(statement, [version, question.step_id, question.pk])
    # PostgreSQL hands JSON out as text here too: Django keeps the driver from reading it.
    return [(json.loads(given), often) for given, often in found]
