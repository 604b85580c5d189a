"""Reads what stands between the braces of a GIFT question. All texts here are marked (see `signs`)."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from courses.exchange.gift.signs import EQUALS, HASH, TILDE, plain
from courses.exchange.items import NotTaken, quoted
from courses.exchange.texts import FORMATS, Said
from courses.exchange.weighing import RULES, Answer, many_choices, one_choice, short, true_or_false, with_explanation

Read = tuple[str, dict[str, Any]]
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}
RULE_TAG = "rule:"
_FORMAT = re.compile(rf"\s*\[({'|'.join(FORMATS)})\]")
_WEIGHT = re.compile(r"\s*%(-?[0-9]{1,3}(?:\.[0-9]{0,9})?)%")
_ODD_WEIGHT = re.compile(r"\s*%[-+0-9.,\s]+%")

__all__ = ["with_explanation"]


@dataclass(frozen=True)
class Texts:
    """Reads texts of one question; `form` is the format that it names for all of them."""

    said: Said
    form: str

    def of(self, marked: str) -> str:
        found = _FORMAT.match(marked)
        return self.said.plain(plain(marked[found.end() :] if found else marked), found[1] if found else self.form)

    def with_feedback(self, marked: str) -> tuple[str, str]:
        text, _hash, feedback = marked.partition(HASH)
        return self.of(text), self.of(feedback)


def refuse_essay(inside: str, texts: Texts, tags: list[str]) -> NoReturn:
    raise NotTaken(_("An essay needs somebody who reads it. Here a short question with a model answer comes nearest."))


def refuse_numerical(inside: str, texts: Texts, tags: list[str]) -> NoReturn:
    raise NotTaken(_("It asks for a number with a range or tolerance, which no kind of question here does."))


def read_choices(inside: str, texts: Texts, tags: list[str]) -> Read:
    has_right = EQUALS in inside
    answers = []
    for sign, marked in _split(inside, f"[{TILDE}{EQUALS}]"):
        weight = Fraction(100 if sign == EQUALS else 0)
        if sign == TILDE:
            weight, marked = _weight(marked, weight)
        text, feedback = texts.with_feedback(marked)
        if not text:
            raise NotTaken(_("One of its answers is empty."))
        answers.append(Answer(text, weight, feedback))
    kind, fields, notes = one_choice(answers) if has_right else many_choices(answers)
    for note in notes:
        texts.said.note(note)
    return kind, fields


def read_pairs(inside: str, texts: Texts, tags: list[str]) -> Read:
    pairs, others = [], []
    for _sign, marked in _split(inside, EQUALS):
        sides = marked.split("->")
        if len(sides) != 2:
            raise NotTaken(_("The pair %(pair)s does not have exactly one -> in it.") % {"pair": quoted(plain(marked))})
        left, right = (texts.of(side) for side in sides)
        if left:
            pairs.append({"left": left, "right": right})
        else:
            others.append(right)
    return "match", {"pairs": pairs} | ({"others": others} if others else {})


def read_truth(inside: str, texts: Texts, tags: list[str]) -> Read:
    parts = inside.split(HASH)
    if len(parts) > 3:
        raise NotTaken(_("It has more than two feedbacks: one for a wrong answer, one for a right one."))
    wrong, right = (*(texts.of(part) for part in parts[1:]), "", "")[:2]
    is_true = TRUTHS[parts[0].strip().upper()]
    return "true_false", true_or_false(is_true, true=right if is_true else wrong, false=wrong if is_true else right)


def read_short(inside: str, texts: Texts, tags: list[str]) -> Read:
    answers = []
    for _sign, marked in _split(inside, EQUALS):
        weight, rest = _weight(marked, Fraction(100))
        text, feedback = texts.with_feedback(rest)
        if re.search(r"(?<!\\)\*", text):
            raise NotTaken(
                _("The answer %(answer)s holds *, which stands for any words. Here answers are compared whole.")
                % {"answer": quoted(text)}
            )
        answers.append(Answer(text.replace("\\*", "*"), weight, feedback))
    fields, notes = short(answers, match_case=False)
    for note in notes:
        texts.said.note(note)
    return "short", fields | _rules(tags)


def _split(inside: str, signs: str) -> list[tuple[str, str]]:
    """The answers, each with the sign before it. Nothing may stand before the first."""
    first, *rest = re.split(f"({signs})", inside)
    if first.strip():
        reason = _("%(text)s stands before the first answer. Each answer begins with = or ~.")
        raise NotTaken(reason % {"text": quoted(plain(first))})
    return list(zip(rest[::2], rest[1::2], strict=True))


def _weight(marked: str, default: Fraction) -> tuple[Fraction, str]:
    """The weight before an answer and the rest of it."""
    found = _WEIGHT.match(marked)
    if found:
        return Fraction(found[1]), marked[found.end() :]
    if _ODD_WEIGHT.match(marked):
        raise NotTaken(
            _("The weight of %(answer)s cannot be read. Write it like %%33.333%%.") % {"answer": quoted(plain(marked))}
        )
    return default, marked


def _rules(tags: list[str]) -> dict[str, Any]:
    """How a short answer is compared, where our own export says so: `rule:match_case=true`, `rule:limit=200`."""
    rules: dict[str, Any] = {}
    for tag in tags:
        name, _equals, value = tag.removeprefix(RULE_TAG).partition("=")
        if tag.startswith(RULE_TAG) and name in RULES and value in ("true", "false"):
            rules[name] = value == "true"
        elif tag.startswith(RULE_TAG) and name == "limit" and value.isdecimal() and len(value) < 6:
            rules[name] = int(value)
    return rules
