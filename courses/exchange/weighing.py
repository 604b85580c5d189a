"""From answers with weights to the fields of our kinds, or the reason why no kind can say them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from courses.exchange.items import NotTaken, quoted

RULES = ("match_case", "match_punctuation", "ignore_accents")
NEAR = Fraction(1, 2)  # percent: shares are written rounded, 33.3 or 33.33333


@dataclass(frozen=True)
class Answer:
    """`weight` is in percent: 100 is right, 0 is wrong, less than 0 costs."""

    text: str
    weight: Fraction
    feedback: str = ""


def one_choice(answers: Sequence[Answer]) -> tuple[str, dict[str, Any], list[str]]:
    """Kind, fields and notes of a question of which one answer may be chosen."""
    right = [answer for answer in answers if answer.weight == 100]
    partly = [answer for answer in answers if 0 < answer.weight < 100]
    if partly:
        reason = _(
            "The answer %(answer)s earns a part, %(weight)s percent. Here all but the right choice earn nothing."
        )
        raise NotTaken(reason % {"answer": quoted(partly[0].text), "weight": percent(partly[0].weight)})
    if len(right) > 1:
        raise NotTaken(_("Several answers are right and only one may be chosen. Here exactly one choice is right."))
    notes = []
    if any(answer.weight < 0 for answer in answers):
        notes.append(_("Wrong answers took points away. Here they earn nothing and cost nothing."))
    return "single", {"choices": _rows(answers)}, notes


def many_choices(answers: Sequence[Answer]) -> tuple[str, dict[str, Any], list[str]]:
    """Kind, fields and notes of a question of which several answers may be chosen."""
    right = [answer.weight for answer in answers if answer.weight > 0]
    share = Fraction(100, len(right)) if right else Fraction(100)
    if any(abs(weight - share) > NEAR for weight in right):
        reason = _("The right answers earn %(weights)s percent. Here each earns the same share, together 100.")
        raise NotTaken(reason % {"weights": ", ".join(percent(weight) for weight in right)})
    notes = []
    if any(answer.weight <= 0 and abs(answer.weight + share) > NEAR for answer in answers):
        costs = ", ".join(percent(-answer.weight) for answer in answers if answer.weight <= 0)
        note = _("Wrong answers took away %(costs)s percent. Here each takes away one share, %(share)s percent.")
        notes.append(note % {"costs": costs, "share": percent(share)})
    return "multiple", {"choices": _rows(answers)}, notes


def true_or_false(is_true: bool, *, true: str, false: str) -> dict[str, Any]:
    """Fields of a statement, with the feedback of both choices."""
    rows = _rows([Answer("True", Fraction(100 * is_true), true), Answer("False", Fraction(100 * (not is_true)), false)])
    return {"choices": rows}


def short(answers: Sequence[Answer], *, match_case: bool) -> tuple[dict[str, Any], list[str]]:
    """Fields and notes of a question with accepted answers."""
    for answer in answers:
        if answer.weight != 100:
            reason = _("The answer %(answer)s earns %(weight)s percent. Here an answer is accepted or not.")
            raise NotTaken(reason % {"answer": quoted(answer.text), "weight": percent(answer.weight)})
    fields: dict[str, Any] = {"accepted": [answer.text for answer in answers]}
    if match_case:
        fields["match_case"] = True
    if has_signs(fields["accepted"]):
        fields["match_punctuation"] = True  # C++ is not C
    feedback = {answer.feedback for answer in answers}
    if feedback == {""}:
        return fields, []
    if len(feedback) > 1:
        raise NotTaken(_("Its answers have feedback that differs. Here one feedback stands for the whole question."))
    return fields | {"feedback": feedback.pop()}, [_("The feedback of the answer is shown to everybody afterwards.")]


def has_signs(texts: Sequence[str]) -> bool:
    """Whether punctuation or a symbol stands in one of these answers."""
    return any(unicodedata.category(sign)[0] in "PS" for text in texts for sign in text)


def with_explanation(fields: dict[str, Any], explanation: str) -> dict[str, Any]:
    """The fields with what explains the question as a whole. Raises NotTaken where that place is taken."""
    if not explanation:
        return fields
    if "feedback" in fields and fields["feedback"] != explanation:
        raise NotTaken(
            _("It has feedback for an answer and general feedback. Here one feedback stands for the whole question.")
        )
    return fields | {"feedback": explanation}


def percent(weight: Fraction) -> str:
    return f"{float(weight):.5f}".rstrip("0").rstrip(".")


def _rows(answers: Sequence[Answer]) -> list[dict[str, Any]]:
    return [
        {"text": answer.text, "correct": answer.weight > 0} | ({"feedback": answer.feedback} if answer.feedback else {})
        for answer in answers
    ]
