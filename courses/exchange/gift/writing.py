"""Writes our questions as GIFT. A question is written only if it would come back as it is; else the reason is said.

What GIFT has no words for stands in tags (`clause:`, `source:`, `rule:`), which other systems keep as plain tags.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.content import QuestionContent
from courses.exchange.gift.answers import RULE_TAG
from courses.exchange.gift.reading import read_gift
from courses.exchange.gift.signs import escape
from courses.exchange.items import NotTaken, Refusal
from courses.exchange.keys import CLAUSE_TAG, SOURCE_TAG
from courses.exchange.taking import Taken, take
from courses.exchange.weighing import RULES, has_signs, percent
from courses.kinds import kind_of


@dataclass(frozen=True)
class Exported:
    """A GIFT file. `refused` says for each question that is not in it its key, kind and the reason; its line is 0."""

    text: str
    written: tuple[QuestionContent, ...]
    refused: tuple[Refusal, ...]


def write_gift(questions: Iterable[QuestionContent]) -> Exported:
    """The questions in their order."""
    texts, written, refused = [], [], []
    for question in questions:
        try:
            texts.append(_checked(question))
            written.append(question)
        except NotTaken as refusal:
            refused.append(Refusal(0, question.key, question.kind, str(refusal)))
    return Exported("\n".join(texts), tuple(written), tuple(refused))


def _checked(question: QuestionContent) -> str:
    text = _question(question)
    found = [take(item, set()) for item in read_gift(text.encode()).items]
    if [one.content if isinstance(one, Taken) else None for one in found] != [question]:
        raise NotTaken(_("GIFT cannot say it: it would come back changed."))
    return text


def _question(question: QuestionContent) -> str:
    fields = kind_of(question.kind).export(question.body, question.key_body)
    tags = [f"{CLAUSE_TAG}{clause}" for clause in question.clauses]
    tags += [f"{SOURCE_TAG}{source}" for source in question.sources]
    if question.kind in ("single", "multiple"):
        answers = _choices(fields["choices"], is_single=question.kind == "single")
    elif question.kind == "true_false":
        answers = _truth(fields["choices"])
    elif question.kind == "match":
        answers = _pairs(fields)
    elif question.kind == "short":
        tags += _rules(fields)
        answers = [f"={escape(text).replace('*', chr(92) + '*')}" for text in _accepted(fields)]
        answers = [f"=%100%{answer[1:]}" if answer.startswith("=%") else answer for answer in answers]
    else:
        raise NotTaken(_("GIFT has no such kind of question."))
    if fields.get("feedback"):
        answers = [*answers, f"####{escape(fields['feedback'])}"]
    head = f"// {' '.join(f'[tag:{tag}]' for tag in tags)}\n" if tags else ""
    lines = "".join(f"\t{answer}\n" for answer in answers)
    return f"{head}::{escape(question.key)}::[plain]{escape(question.prompt)}{{\n{lines}}}\n"


def _choices(rows: list[dict[str, Any]], *, is_single: bool) -> list[str]:
    share = Fraction(100, sum(row["correct"] for row in rows))
    answers = []
    for row in rows:
        text = escape(row["text"])
        if not is_single:
            sign = f"~%{'' if row['correct'] else '-'}{percent(share)}%"
        elif row["correct"]:
            sign = "="
        else:
            sign = "~%0%" if text.startswith("%") else "~"  # a text that begins like a weight
        answers.append(f"{sign}{text}{_feedback(row)}")
    return answers


def _truth(rows: list[dict[str, Any]]) -> list[str]:
    if [row["text"] for row in rows] != ["True", "False"]:
        raise NotTaken(_("GIFT knows no other choices than True and False, in this order."))
    is_true = rows[0]["correct"]
    right, wrong = rows if is_true else reversed(rows)
    feedback = (_feedback(wrong) or "#") + _feedback(right) if right.get("feedback") else _feedback(wrong)
    return [f"{'TRUE' if is_true else 'FALSE'}{feedback}"]


def _pairs(fields: dict[str, Any]) -> list[str]:
    if any(row.get("feedback") for row in fields["pairs"]):
        raise NotTaken(_("GIFT has no feedback for single pairs."))
    sides = [(row["left"], row["right"]) for row in fields["pairs"]]
    sides += [("", text) for text in fields.get("others", ())]
    if any("->" in side for pair in sides for side in pair):
        raise NotTaken(_("A text holds ->, which GIFT reads as the middle of a pair."))
    return [f"={escape(left)} -> {escape(right)}" for left, right in sides]


def _accepted(fields: dict[str, Any]) -> list[str]:
    if "accepted" not in fields:
        raise NotTaken(_("GIFT has no answers that are looked through for hints."))
    if any("->" in text for text in fields["accepted"]):
        raise NotTaken(_("A text holds ->, which GIFT reads as the middle of a pair."))
    return list(fields["accepted"])


def _rules(fields: dict[str, Any]) -> list[str]:
    """Tags for what reading would not find out by itself."""
    found = {"match_punctuation": has_signs(fields.get("accepted", ()))}
    rules = {name: bool(fields.get(name)) for name in RULES}
    tags = [f"{RULE_TAG}{name}={str(rules[name]).lower()}" for name in RULES if rules[name] != found.get(name, False)]
    return [*tags, f"{RULE_TAG}limit={fields['limit']}"] if "limit" in fields else tags


def _feedback(row: dict[str, Any]) -> str:
    return f"#{escape(row['feedback'])}" if row.get("feedback") else ""
