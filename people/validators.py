"""What may not be typed about people and places, whichever form or file it comes from."""

import unicodedata
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Embeddings, overrides and isolates turn the text around them: gnp.exe is read as exe.png. Joiners stay allowed,
# because Persian and many Indian scripts cannot be written without them.
_TURN_TEXT_AROUND = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
_BREAKS = frozenset({"Cc", "Zl", "Zp"})  # control characters, line and paragraph separators
EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 10


def validate_plain_line(value: str) -> None:
    if any(letter in _TURN_TEXT_AROUND or unicodedata.category(letter) in _BREAKS for letter in value):
        raise ValidationError(
            _("Leave out line breaks, tabs and characters that hide or turn text around."), code="plain_line"
        )


def validate_number(value: str) -> None:
    """Numbers and addresses are both typed at sign-in: one that could be the other would name two people."""
    if "@" in value:
        raise ValidationError(_("An employee number cannot contain “@”."), code="at_sign")


def validate_time_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("%(zone)s is not a time zone. Choose one from the list, such as America/Chicago."),
            code="time_zone",
            params={"zone": value},
        )


def validate_working_days(value: Any) -> None:
    if not are_working_days(value):
        raise ValidationError(_("Choose the days of the week on which people work here."), code="working_days")


def are_working_days(value: Any) -> bool:
    """A list of weekdays, each once, 0 for Monday."""
    is_list = isinstance(value, list) and all(type(day) is int and 0 <= day <= 6 for day in value)
    return is_list and 0 < len(value) == len(set(value))


def validate_day(value: date, *, today: date) -> None:
    """A mistyped year, such as 0206 or 20266, and no plan of anybody."""
    if not EARLIEST <= value <= date(today.year + YEARS_AHEAD, 12, 31):
        raise ValidationError(
            _("Choose a day between 1900 and %(year)s."), code="day", params={"year": today.year + YEARS_AHEAD}
        )
