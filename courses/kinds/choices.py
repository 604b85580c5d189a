"""What the kinds with choices share: how choices are written, drawn, cleaned, compared and explained."""

import random
from collections.abc import Sequence
from string import ascii_lowercase

from django.utils.translation import gettext, gettext_lazy

from courses.kinds.interface import Fields, Given, Json, Kind, Option, Posted, Refused
from courses.kinds.parts import Flag, Rows, Text

MOST_CHOICES = 12
WHOLE = Text(
    "feedback",
    gettext_lazy("Explanation of the whole question"),
    gettext_lazy("Shown with the result, whatever the answer was."),
    is_required=False,
)


def choice_rows(most: int = MOST_CHOICES) -> Rows:
    """The choices, as an author fills them in."""
    return Rows(
        "choices",
        gettext_lazy("Choices"),
        one=gettext_lazy("Choice"),
        parts=(
            Text("text", gettext_lazy("Words of the choice")),
            Flag("correct", gettext_lazy("This is right")),
            Text("feedback", gettext_lazy("Why"), gettext_lazy("Shown to those who chose it."), is_required=False),
        ),
        least=2,
        most=most,
    )


class ChoiceKind(Kind):
    """Full marks for exactly the correct choices, otherwise none; `multiple` has a rule of its own."""

    parts = (choice_rows(), WHOLE)

    def parse(self, fields: Fields) -> tuple[Json, Json]:
        rows = fields.mappings("choices")
        keys = ascii_lowercase[: len(rows)]
        texts = [row.text("text", limit=500) for row in rows]
        feedback = [row.text("feedback", limit=1000, is_required=False) for row in rows]
        correct = [row.flag("correct") for row in rows]
        if rows:
            self._check(fields, rows, texts, correct)
        body = {"choices": [{"key": key, "text": text} for key, text in zip(keys, texts, strict=False)]}
        key_body = {
            "correct": [key for key, is_correct in zip(keys, correct, strict=False) if is_correct],
            "feedback": {key: text for key, text in zip(keys, feedback, strict=False) if text},
            **explanation_in(fields),
        }
        return body, key_body

    def export(self, body: Json, key_body: Json) -> Json:
        rows = []
        for choice in body["choices"]:
            row = {"text": choice["text"], "correct": choice["key"] in key_body["correct"]}
            if choice["key"] in key_body["feedback"]:
                row["feedback"] = key_body["feedback"][choice["key"]]
            rows.append(row)
        return {"choices": rows, **explanation_of(key_body)}

    def draw(self, body: Json, rng: random.Random) -> Json:
        choices = list(body["choices"])
        rng.shuffle(choices)
        return {**body, "choices": choices}

    def render(self, body: Json, given: Given) -> Json:
        chosen = chosen_in(given)
        return {"choices": [{**choice, "is_chosen": choice["key"] in chosen} for choice in body["choices"]]}

    def clean(self, posted: Posted, body: Json) -> Given:
        values = posted.get("answer", ())
        keys = [choice["key"] for choice in body["choices"]]
        kept = sorted(set(values) & set(keys))
        if any(value not in keys for value in values):
            raise Refused(gettext("This answer is not one of the choices. Please choose again."), kept=kept)
        self._check_count(kept)
        return kept

    def told(self, given: Given, body: Json) -> list[str]:
        chosen = chosen_in(given)
        return [choice["text"] for choice in body["choices"] if choice["key"] in chosen]

    def options(self, body: Json, key_body: Json) -> list[Option]:
        return [
            Option(self._part(choice), choice["text"], choice["key"] in key_body["correct"])
            for choice in body["choices"]
        ]

    def chosen(self, given: Given, body: Json, key_body: Json) -> list[Option]:
        chosen = chosen_in(given)
        options = zip(body["choices"], self.options(body, key_body), strict=True)
        return [option for choice, option in options if choice["key"] in chosen]

    def grade(self, given: Given, key_body: Json) -> int:
        return 100 if chosen_in(given) == frozenset(key_body["correct"]) else 0

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json:
        chosen = chosen_in(given)
        rows = [
            {
                "key": choice["key"],
                "text": choice["text"],
                "is_given": choice["key"] in chosen,
                "is_correct": choice["key"] in key_body["correct"],
                "feedback": key_body["feedback"].get(choice["key"], ""),
            }
            for choice in body["choices"]
            if shows_all or choice["key"] in chosen
        ]
        return {"choices": rows, "feedback": key_body.get("explanation", "") if shows_all else ""}

    def _part(self, choice: Json) -> str:
        return ""

    def _check_count(self, chosen: Sequence[str]) -> None:
        if not chosen:
            raise Refused(gettext("Choose an answer."))
        if len(chosen) > 1:
            raise Refused(gettext("Choose one answer only."), kept=chosen)

    def _check(
        self, fields: Fields, rows: Sequence[Fields], texts: Sequence[str], correct: Sequence[bool | None]
    ) -> None:
        if not 2 <= len(rows) <= MOST_CHOICES:
            fields.report(
                f"The question has {_counted(len(rows), 'choice')}.", f"2 to {MOST_CHOICES} choices", key="choices"
            )
        if not any(correct) and None not in correct:
            fields.report("No choice is correct.", "at least one choice with correct: true", key="choices")
        seen: dict[str, str] = {}
        for row, text in zip(rows, texts, strict=True):
            plain = " ".join(text.casefold().split())
            if plain and plain in seen:
                row.report(f'The choice "{text}" is there twice.', "choices that differ", key="text")
            seen[plain] = text


class OneCorrectKind(ChoiceKind):
    """A kind with exactly one correct choice."""

    def _check(
        self, fields: Fields, rows: Sequence[Fields], texts: Sequence[str], correct: Sequence[bool | None]
    ) -> None:
        super()._check(fields, rows, texts, correct)
        if correct.count(True) > 1:
            fields.report(
                f"{correct.count(True)} choices are correct.", "exactly one choice with correct: true", key="choices"
            )


def chosen_in(given: object) -> frozenset[str]:
    """The keys in a stored answer; whatever is not a list of texts counts as no answer."""
    if not isinstance(given, (list, tuple)) or not all(isinstance(key, str) for key in given):
        return frozenset()
    return frozenset(given)


def explanation_in(fields: Fields) -> Json:
    """What explains the question as a whole. Not in the key while there is none: it keeps the digest that it had."""
    text = fields.text("feedback", limit=1000, is_required=False)
    return {"explanation": text} if text else {}


def explanation_of(key_body: Json) -> Json:
    """The same, as a pack says it."""
    return {"feedback": key_body["explanation"]} if "explanation" in key_body else {}


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
