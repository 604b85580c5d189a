"""Reads the answers of the kinds of Moodle questions that have a counterpart here."""

import re
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.exchange.items import NotTaken, quoted
from courses.exchange.moodle.texts import plain_of
from courses.exchange.moodle.tree import Node
from courses.exchange.texts import Said
from courses.exchange.weighing import Answer, many_choices, one_choice, short, true_or_false

_FRACTION = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{0,9})?\Z")
_WILDCARD = re.compile(r"(?<!\\)\*")
Read = tuple[str, dict[str, Any]]


def read_choices(node: Node, said: Said) -> Read:
    read = many_choices if node.value("single") in ("false", "0") else one_choice
    kind, fields, notes = read(_answers(node, said))
    if node.value("shuffleanswers") in ("false", "0"):
        said.note(_("Its answers stood in a fixed order. Here the quiz says whether they are shuffled."))
    for note in notes:
        said.note(note)
    return kind, fields


def read_truth(node: Node, said: Said) -> Read:
    found = {answer.text.casefold(): answer for answer in _answers(node, said)}
    if set(found) != {"true", "false"} or {answer.weight for answer in found.values()} != {0, 100}:
        raise NotTaken(_("It does not have the answers true and false, one of them right."))
    true, false = found["true"], found["false"]
    return "true_false", true_or_false(true.weight == 100, true=true.feedback, false=false.feedback)


def read_short(node: Node, said: Said) -> Read:
    answers = _answers(node, said, is_bare=True)
    for answer in answers:
        if _WILDCARD.search(answer.text):
            reason = _("The answer %(answer)s holds *, which stands for any words. Here answers are compared whole.")
            raise NotTaken(reason % {"answer": quoted(answer.text)})
    plain = [Answer(answer.text.replace("\\*", "*"), answer.weight, answer.feedback) for answer in answers]
    fields, notes = short(plain, match_case=node.value("usecase") in ("1", "true"))
    for note in notes:
        said.note(note)
    return "short", fields


def read_pairs(node: Node, said: Said) -> Read:
    pairs, others = [], []
    for row in node.all("subquestion"):
        left, right = plain_of(row, said), plain_of(row.first("answer"), said, is_bare=True)
        if left:
            pairs.append({"left": left, "right": right})
        else:
            others.append(right)
    return "match", {"pairs": pairs} | ({"others": others} if others else {})


def read_steps(node: Node, said: Said) -> Read:
    if node.value("selecttype") not in ("", "0", "ALL"):
        raise NotTaken(_("It asks for some of its steps only. Here all of them are put in order."))
    rows = sorted(node.all("answer"), key=_place)
    if node.value("gradingtype") not in ("", "4", "RELATIVE_NEXT_EXCLUDE_LAST"):
        said.note(_("Here each step earns its share where it directly follows the right one."))
    return "order", {"steps": [plain_of(row, said) for row in rows]}


def _place(row: Node) -> Fraction:
    return _fraction(row) if "fraction" in row.attributes else Fraction(0)


def _answers(node: Node, said: Said, *, is_bare: bool = False) -> list[Answer]:
    return [
        Answer(plain_of(row, said, is_bare=is_bare), _fraction(row), plain_of(row.first("feedback"), said))
        for row in node.all("answer")
    ]


def _fraction(row: Node) -> Fraction:
    text = row.attributes.get("fraction", "0").strip()
    if not _FRACTION.match(text):
        raise NotTaken(_("The weight %(weight)s is not a number of percent.") % {"weight": quoted(text)})
    return Fraction(text)
