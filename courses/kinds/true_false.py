"""`true_false`: a statement that holds or does not."""

import random
from collections.abc import Sequence

from django.utils.translation import gettext_lazy

from courses.kinds.choices import WHOLE, OneCorrectKind, choice_rows
from courses.kinds.interface import Fields, Json


class TrueFalse(OneCorrectKind):
    """Two choices in the author's order, since readers look for "True" first. 100 percent for the right one, else 0."""

    name = "true_false"
    title = gettext_lazy("True or false")
    parts = (choice_rows(most=2), WHOLE)

    def draw(self, body: Json, rng: random.Random) -> Json:
        return body

    def _check(
        self, fields: Fields, rows: Sequence[Fields], texts: Sequence[str], correct: Sequence[bool | None]
    ) -> None:
        super()._check(fields, rows, texts, correct)
        if len(rows) > 2:
            fields.report(f"A true_false question has {len(rows)} choices.", "exactly two choices", key="choices")
