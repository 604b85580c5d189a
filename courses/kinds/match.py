"""`match`: each text on the left belongs to one on the right."""

import random
from collections.abc import Sequence
from string import ascii_lowercase

from django.utils.translation import gettext, gettext_lazy, ngettext

from courses.kinds.choices import WHOLE, explanation_in, explanation_of
from courses.kinds.interface import Fields, Given, Json, Kind, Option, Posted, Refused
from courses.kinds.parts import Lines, Rows, Text

MOST_PAIRS = 10
LONGEST = 200


class Match(Kind):
    """Each right pair earns the same share of 100 percent, rounded down; a wrong one costs nothing.

    The right side is kept in the order of the alphabet, so that neither its keys nor its order tells the pairs.
    """

    name = "match"
    title = gettext_lazy("Match pairs")
    parts = (
        Rows(
            "pairs",
            gettext_lazy("Pairs"),
            one=gettext_lazy("Pair"),
            parts=(
                Text("left", gettext_lazy("Left side")),
                Text("right", gettext_lazy("What belongs to it")),
                Text("feedback", gettext_lazy("Why they belong together"), is_required=False),
            ),
            least=2,
            most=MOST_PAIRS,
        ),
        Lines(
            "others",
            gettext_lazy("Other texts to choose from"),
            gettext_lazy("They belong to no pair. One on each line."),
        ),
        WHOLE,
    )

    def parse(self, fields: Fields) -> tuple[Json, Json]:
        rows = fields.mappings("pairs")
        lefts = [row.text("left", limit=LONGEST) for row in rows]
        rights = [row.text("right", limit=LONGEST) for row in rows]
        feedback = [row.text("feedback", limit=1000, is_required=False) for row in rows]
        others = fields.texts("others", limit=LONGEST, is_required=False)
        if rows:
            _check(fields, rows, lefts, rights, others)
        texts = sorted({*rights, *others})
        keys = dict(zip(texts, ascii_lowercase, strict=False))
        body = {
            "left": [{"key": key, "text": text} for key, text in zip(ascii_lowercase, lefts, strict=False)],
            "right": [{"key": key, "text": text} for text, key in keys.items()],
        }
        key_body = {
            "pairs": {key: keys.get(text, "") for key, text in zip(ascii_lowercase, rights, strict=False)},
            "feedback": {key: text for key, text in zip(ascii_lowercase, feedback, strict=False) if text},
            **explanation_in(fields),
        }
        return body, key_body

    def export(self, body: Json, key_body: Json) -> Json:
        texts = {choice["key"]: choice["text"] for choice in body["right"]}
        rows = []
        for left in body["left"]:
            row = {"left": left["text"], "right": texts[key_body["pairs"][left["key"]]]}
            if left["key"] in key_body["feedback"]:
                row["feedback"] = key_body["feedback"][left["key"]]
            rows.append(row)
        others = [text for key, text in texts.items() if key not in key_body["pairs"].values()]
        fields: Json = {"pairs": rows, "others": others} if others else {"pairs": rows}
        return {**fields, **explanation_of(key_body)}

    def draw(self, body: Json, rng: random.Random) -> Json:
        right = list(body["right"])
        rng.shuffle(right)
        return {**body, "right": right}

    def render(self, body: Json, given: Given) -> Json:
        pairs, rights = _pairs(given), body["right"]
        rows = []
        for left in body["left"]:
            chosen = pairs.get(left["key"])
            rows.append({**left, "options": [{**right, "is_chosen": right["key"] == chosen} for right in rights]})
        return {"rows": rows, "cards": rights}

    def clean(self, posted: Posted, body: Json) -> Given:
        known = {right["key"] for right in body["right"]}
        chosen: dict[str, str] = {}
        empty: list[int] = []
        for number, left in enumerate(body["left"], start=1):
            values = [value for value in posted.get(f"match-{left['key']}", ()) if value]
            if any(value not in known for value in values) or len(values) > 1:
                raise Refused(gettext("This answer is not one of the choices. Please choose again."), kept=chosen)
            if values:
                chosen[left["key"]] = values[0]
            else:
                empty.append(number)
        if empty:
            sentence = ngettext(
                "Choose a match for each. %(count)s is open.",
                "Choose a match for each. %(count)s are open.",
                len(empty),
            )
            raise Refused(sentence % {"count": len(empty)}, kept=chosen, field=str(empty[0]))
        return chosen

    def told(self, given: Given, body: Json) -> list[str]:
        pairs, texts = _pairs(given), {right["key"]: right["text"] for right in body["right"]}
        return [
            gettext("%(left)s: %(right)s") % {"left": left["text"], "right": texts[pairs[left["key"]]]}
            for left in body["left"]
            if pairs.get(left["key"]) in texts
        ]

    def options(self, body: Json, key_body: Json) -> list[Option]:
        return self.chosen(key_body["pairs"], body, key_body)

    def chosen(self, given: Given, body: Json, key_body: Json) -> list[Option]:
        pairs, texts = _pairs(given), {right["key"]: right["text"] for right in body["right"]}
        return [
            Option(left["text"], texts[chosen], chosen == key_body["pairs"][left["key"]])
            for left in body["left"]
            if (chosen := pairs.get(left["key"], "")) in texts
        ]

    def grade(self, given: Given, key_body: Json) -> int:
        pairs = _pairs(given)
        right = sum(pairs.get(left) == expected for left, expected in key_body["pairs"].items())
        return int(100 * right // len(key_body["pairs"]))

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json:
        pairs, texts = _pairs(given), {right["key"]: right["text"] for right in body["right"]}
        rows = []
        for left in body["left"]:
            expected = key_body["pairs"][left["key"]]
            is_right = pairs.get(left["key"]) == expected
            may_show = is_right or shows_all  # why a pair belongs together says what belongs together
            rows.append(
                {
                    "left": left["text"],
                    "given": texts.get(pairs.get(left["key"], ""), ""),
                    "is_right": is_right,
                    "right": texts[expected] if shows_all and not is_right else "",
                    "feedback": key_body["feedback"].get(left["key"], "") if may_show else "",
                }
            )
        return {"rows": rows, "feedback": key_body.get("explanation", "") if shows_all else ""}


def _check(
    fields: Fields, rows: Sequence[Fields], lefts: list[str], rights: list[str], others: tuple[str, ...]
) -> None:
    if not 2 <= len(rows) <= MOST_PAIRS:
        fields.report(f"The question has {_counted(len(rows))}.", f"2 to {MOST_PAIRS} pairs", key="pairs")
    elif all(rights) and len(set(rights)) == 1:
        fields.report("All pairs have the same right side.", "right sides that differ", key="pairs")
    if len(others) > MOST_PAIRS:
        fields.report(f"The question has {len(others)} other texts.", f"at most {MOST_PAIRS}", key="others")
    seen: set[str] = set()
    for row, left in zip(rows, lefts, strict=True):
        plain = " ".join(left.casefold().split())
        if plain and plain in seen:
            row.report(f'The left side "{left}" is there twice.', "left sides that differ", key="left")
        seen.add(plain)
    for text in others:
        if text and text in rights:
            fields.report(f'"{text}" stands in a pair too.', "texts that belong to no pair", key="others")


def _counted(pairs: int) -> str:
    return "1 pair" if pairs == 1 else f"{pairs} pairs"


def _pairs(given: Given) -> dict[str, str]:
    """The pairs in a stored answer; whatever is not a mapping of texts counts as no answer."""
    if not isinstance(given, dict):
        return {}
    return {left: right for left, right in given.items() if isinstance(left, str) and isinstance(right, str)}
