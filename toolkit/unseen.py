"""Characters that nobody sees in a short text, and that change how it is read. No database."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Without these some scripts, and some pictures, cannot be written. They stand after something that is seen.
_JOINERS = "\u200c\u200d"
# Unicode counts these as format characters or letters, against what is seen: signs over Arabic, Syriac and Kaithi
# numbers on the one hand, letters of Hangul without a shape on the other.
_SIGNS = frozenset(map(chr, (*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD)))
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
_LINES = "\t\n\r"
LONGEST_QUOTE = 20


def first_unseen(text: str) -> int | None:
    """Where the first character stands that takes no place, or that turns the direction of what follows.

    Tabs and line breaks are seen. Joiners are allowed after a letter, a digit, a mark or a picture.
    """
    for place, letter in enumerate(text):
        if letter in _JOINERS:
            if place == 0 or unicodedata.category(text[place - 1])[0] not in "LMNS":
                return place
        elif letter in _BLANK_LETTERS or (_is_format(letter) and letter not in _LINES and letter not in _SIGNS):
            return place
    return None


def _is_format(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs"}


def validate_seen(text: str) -> None:
    """Refuses what would let a text say one thing on a page and another in a file, and says where it stands."""
    place = first_unseen(text)
    if place is None:
        return
    code = f"U+{ord(text[place]):04X}"
    before = " ".join(text[:place].split())[-LONGEST_QUOTE:].strip()
    if before:
        words = _("There is an invisible character (%(code)s) after “%(before)s”. Delete it, or type the words again.")
    else:
        words = _("The text begins with an invisible character (%(code)s). Delete it, or type the first words again.")
    raise ValidationError(words, code="unseen", params={"code": code, "before": before})
