"""`order`: steps to be put into the right order."""

import random
from collections.abc import Sequence
from itertools import pairwise
from string import ascii_lowercase

from django.utils.translation import gettext, gettext_lazy

from courses.kinds.choices import WHOLE
from courses.kinds.interface import Fields, Given, Json, Kind, Option, Posted, Refused
from courses.kinds.parts import Rows, Text

MOST_STEPS = 10


class Order(Kind):
    """Each step that directly follows the right one earns the same share of 100 percent, rounded down.

    Neighbors count and not places: who has one step in a wrong place knows the order of the others. The reverse order
    has no right neighbor, so it earns nothing.

    A first order that happens to be the right one would give the points away, but what draws it must not know the right
    one. So the body keeps an order from which the right one is an odd permutation, and only even ones are drawn.
    """

    name = "order"
    title = gettext_lazy("Put in order")
    parts = (
        Rows(
            "steps",
            gettext_lazy("Steps"),
            gettext_lazy("In the right order. Learners see them in another one."),
            one=gettext_lazy("Step"),
            parts=(Text("", gettext_lazy("Words of the step")),),
            least=2,
            most=MOST_STEPS,
        ),
        WHOLE,
    )

    def parse(self, fields: Fields) -> tuple[Json, Json]:
        steps = fields.texts("steps", limit=300)
        feedback = fields.text("feedback", limit=1000, is_required=False)
        if steps and not 2 <= len(steps) <= MOST_STEPS:
            fields.report(f"The question has {_counted(len(steps))}.", f"2 to {MOST_STEPS} steps", key="steps")
        base = sorted(steps)
        if len(base) > 1 and not _is_odd([base.index(text) for text in steps]):
            base[:2] = base[1], base[0]
        keys = dict(zip(base, ascii_lowercase, strict=False))
        body = {"steps": [{"key": key, "text": text} for text, key in keys.items()]}
        return body, {"order": [keys.get(text, "") for text in steps], "feedback": feedback}

    def export(self, body: Json, key_body: Json) -> Json:
        texts = {step["key"]: step["text"] for step in body["steps"]}
        fields: Json = {"steps": [texts[key] for key in key_body["order"]]}
        return {**fields, "feedback": key_body["feedback"]} if key_body["feedback"] else fields

    def draw(self, body: Json, rng: random.Random) -> Json:
        places = list(range(len(body["steps"])))
        rng.shuffle(places)
        if _is_odd(places):
            places[-2:] = places[-1], places[-2]
        return {**body, "steps": [body["steps"][place] for place in places]}

    def render(self, body: Json, given: Given) -> Json:
        keys = _keys(given, body)
        steps = sorted(body["steps"], key=lambda step: keys.index(step["key"])) if keys else body["steps"]
        last = len(steps)
        return {
            "steps": [
                {**step, "place": place, "is_first": place == 1, "is_last": place == last}
                for place, step in enumerate(steps, start=1)
            ],
            "count": last,
        }

    def clean(self, posted: Posted, body: Json) -> Given:
        keys = _keys(list(posted.get("step", ())), body)
        moved = posted.get("move", ())
        if not keys or not all(value in {f"{way}-{key}" for way in ("up", "down") for key in keys} for value in moved):
            raise Refused(gettext("This order could not be read. Please put the steps in order again."))
        for value in moved:
            way, key = value.split("-")
            place = keys.index(key)
            other = place - 1 if way == "up" else place + 1
            if 0 <= other < len(keys):
                keys[place], keys[other] = keys[other], keys[place]
        return keys

    def stays_at(self, posted: Posted, given: Given) -> str:
        """The button that was pressed; the other one of its row when the row cannot go further."""
        for value in posted.get("move", ()):
            way, key = value.split("-")
            if key == given[0]:
                way = "down"
            elif key == given[-1]:
                way = "up"
            return f"{way}-{key}"
        return ""

    def told(self, given: Given, body: Json) -> list[str]:
        texts = {step["key"]: step["text"] for step in body["steps"]}
        return [f"{place}. {texts[key]}" for place, key in enumerate(_keys(given, body), start=1)]

    def options(self, body: Json, key_body: Json) -> list[Option]:
        return self.chosen(key_body["order"], body, key_body)

    def chosen(self, given: Given, body: Json, key_body: Json) -> list[Option]:
        texts = {step["key"]: step["text"] for step in body["steps"]}
        rows = zip(_keys(given, body), key_body["order"], strict=False)
        return [Option(str(place), texts[key], key == right) for place, (key, right) in enumerate(rows, start=1)]

    def grade(self, given: Given, key_body: Json) -> int:
        right = key_body["order"]
        if not isinstance(given, list) or len(given) != len(right) or any(key not in right for key in given):
            return 0
        follows = set(pairwise(right))
        return 100 * len(follows & set(pairwise(given))) // len(follows)

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json:
        texts = {step["key"]: step["text"] for step in body["steps"]}
        right = key_body["order"]
        keys = _keys(given, body)
        follows = set(pairwise(right))
        rows = [{"text": texts[key], "is_first": True, "is_right": False} for key in keys[:1]]
        for pair in pairwise(keys):
            rows.append({"text": texts[pair[1]], "is_first": False, "is_right": pair in follows})
        return {
            "given": rows,
            "right": [texts[key] for key in right] if shows_all and keys != right else [],
            "feedback": key_body["feedback"] if shows_all else "",
        }


def _keys(given: Given, body: Json) -> list[str]:
    """The order in a stored answer; whatever does not name each step once counts as no answer."""
    keys = {step["key"] for step in body["steps"]}
    if not isinstance(given, list) or not all(isinstance(key, str) for key in given):
        return []
    return list(given) if len(given) == len(keys) and set(given) == keys else []


def _counted(steps: int) -> str:
    return "1 step" if steps == 1 else f"{steps} steps"


def _is_odd(places: Sequence[int]) -> bool:
    """Whether the permutation takes an odd number of swaps."""
    swaps = sum(places[one] > places[two] for one in range(len(places)) for two in range(one + 1, len(places)))
    return swaps % 2 == 1
