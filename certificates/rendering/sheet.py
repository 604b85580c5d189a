"""What stands on the sheet, as typed fields, and what follows from them: sizes, direction of writing, clean text."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

# Widths in characters up to which a line of this size class fits, largest first. Above the last: the smallest size.
NAME_SIZES = (("xl", 25), ("l", 36), ("m", 60), ("s", 110))
COURSE_SIZES = (("l", 48), ("m", 100))
SMALLEST = "xs"


@dataclass(frozen=True)
class Sheet:
    """Everything that a certificate says. Plain text only: markup in it is shown as typed."""

    number: str
    shown_number: str
    holder_name: str
    course_title: str
    course_version: int
    minutes: int
    completed_on: date
    issued_at: datetime
    expires_on: date | None
    organization: str
    signer_name: str
    signer_title: str
    verify_url: str
    language: str = "en-US"

    @property
    def issued_on(self) -> date:
        """By the calendar that `issued_at` carries."""
        return self.issued_at.date()

    @property
    def name(self) -> "Line":
        return Line(printable(self.holder_name), size_class(self.holder_name, NAME_SIZES))

    @property
    def course(self) -> "Line":
        return Line(printable(self.course_title), size_class(self.course_title, COURSE_SIZES))

    @property
    def issuer(self) -> "Line":
        return Line(printable(self.organization), SMALLEST)

    @property
    def signer(self) -> "Line":
        return Line(printable(self.signer_name), SMALLEST)

    @property
    def signer_role(self) -> "Line":
        return Line(printable(self.signer_title), SMALLEST)

    @property
    def verify_address(self) -> str:
        """The address as it is printed for people who type it: without scheme and number."""
        return self.verify_url.partition("://")[2].rsplit(self.number, 1)[0].rstrip("/")


@dataclass(frozen=True)
class Line:
    """A text of unknown script and length, with the size class and the direction in which it is set."""

    text: str
    size: str

    @property
    def direction(self) -> str:
        return base_direction(self.text)


def printable(text: str) -> str:
    """The text without characters that no page can show and no XML may hold; nothing else changes."""
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cs", "Cn"} else character for character in text)


def base_direction(text: str) -> str:
    """`rtl` or `ltr`, from the first character that has a direction (what `dir="auto"` means in HTML)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def width_of(text: str) -> int:
    """About how many average letters wide the text is. Marks take no room; ideographs and emoji take that of two."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in text
    )


def size_class(text: str, sizes: tuple[tuple[str, int], ...]) -> str:
    """The largest size class in which the text still looks calm on the sheet."""
    width = width_of(text)
    return next((name for name, most in sizes if width <= most), SMALLEST)
