"""What readers would see of words that are not stored, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.content import LARGEST_TEXT, parse_text
from policies.errors import TextMistakes
from policies.selectors.editing import Written
from policies.selectors.reading import Reading
from policies.services.wording import checked_text
from toolkit.packfiles.problems import Problem, printable

MOST_MISTAKES = 50
LONGEST_EXCERPT = 80


@dataclass(frozen=True)
class Mistake:
    """One mistake. `field` is text, statement or language; `words` is what stands on the line of the text."""

    field: str
    line: int
    what: str
    expected: str
    words: str

    @property
    def sentence(self) -> str:
        places = {"text": _("Text, line %(line)d"), "statement": _("Statement, line %(line)d")}
        place = places.get(self.field, _("Language")) % {"line": self.line}
        return _("%(place)s: %(what)s Expected: %(expected)s.") % {
            "place": place,
            "what": self.what,
            "expected": self.expected,
        }


@dataclass(frozen=True)
class Preview:
    """A text as readers would see it. `reading` is None for one that is too long to be shown."""

    reading: Reading | None
    statement: str
    mistakes: tuple[Mistake, ...]
    more: int


def preview_of(language: str, page: Written) -> Preview:
    """Whatever can be made out of the words, with their mistakes, MOST_MISTAKES at most."""
    found: tuple[Mistake, ...] = ()
    try:
        checked_text(language, page.markdown, page.statement)
    except TextMistakes as mistakes:
        found = mistakes_of(mistakes.problems, page)
    is_short = len(page.markdown) <= LARGEST_TEXT
    reading = Reading(parse_text(page.markdown)) if is_short else None
    return Preview(reading, page.statement, found[:MOST_MISTAKES], max(0, len(found) - MOST_MISTAKES))


def mistakes_of(problems: Sequence[Problem], page: Written) -> tuple[Mistake, ...]:
    """The mistakes with the words that stand there, in the order of the page: the text first."""
    lines = page.markdown.split("\n")
    rows = [
        Mistake(
            one.file,
            one.line,
            printable(one.what),
            printable(one.expected),
            printable(lines[one.line - 1].strip()[:LONGEST_EXCERPT])
            if one.file == "text" and 0 < one.line <= len(lines)
            else "",
        )
        for one in problems
    ]
    return tuple(sorted(rows, key=lambda row: (row.field != "text", row.field, row.line)))
