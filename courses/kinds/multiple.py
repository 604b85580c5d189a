"""`multiple`: choose all that apply."""

from collections.abc import Sequence

from django.utils.translation import gettext

from courses.kinds.choices import ChoiceKind
from courses.kinds.interface import Refused


class Multiple(ChoiceKind):
    """100 percent for exactly the correct choices: all of them and no other. Anything else is 0."""

    name = "multiple"

    def _check_count(self, chosen: Sequence[str]) -> None:
        if not chosen:
            raise Refused(gettext("Choose at least one answer."))
