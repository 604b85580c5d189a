"""`multiple`: choose all that apply."""

from collections.abc import Sequence

from django.utils.translation import gettext, gettext_lazy

from courses.kinds.choices import ChoiceKind, chosen_in
from courses.kinds.interface import Given, Json, Refused


class Multiple(ChoiceKind):
    """Each correct choice earns the same share of 100 percent; each wrong one costs such a share. Never below 0."""

    name = "multiple"
    title = gettext_lazy("Several right answers")

    def grade(self, given: Given, key_body: Json) -> int:
        chosen, correct = chosen_in(given), frozenset(key_body["correct"])
        return max(0, 100 * (len(chosen & correct) - len(chosen - correct)) // len(correct))

    def _part(self, choice: Json) -> str:
        return str(choice["text"])  # each choice is chosen or not, whatever becomes of the others

    def _check_count(self, chosen: Sequence[str]) -> None:
        if not chosen:
            raise Refused(gettext("Choose at least one answer."))
