"""The policy check as pages show it: each hint with the clause that it is about and where that stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.check import ABOUT, Finding, check
from policies.content import clause_lines, parse_text

LONGEST_CHECKED = 200_000  # characters: some 70 pages, and less than a second


@dataclass(frozen=True)
class Hint:
    """A finding. `heading` is empty, and `line` 0, for what concerns the whole text."""

    finding: Finding
    heading: str
    line: int


@dataclass(frozen=True)
class Hints:
    """What the check says of a text. It advises and never keeps anything from being saved, approved or published."""

    found: tuple[Hint, ...]
    about: str
    not_checked: str = ""  # why, in a sentence


def hints_of(language: str, markdown: str) -> Hints:
    """The hints about a text, or why there are none."""
    if language.partition("-")[0] != "en":
        return Hints((), str(ABOUT), _("The check reads English only, so it did not look at this text."))
    if len(markdown) > LONGEST_CHECKED:
        return Hints((), str(ABOUT), _("The text is too long for the check."))
    text = parse_text(markdown)
    headings = {clause.key: clause.heading for clause in text.clauses}
    lines = clause_lines(markdown)
    found = [
        Hint(one, headings.get(one.clause or "", ""), lines.get(one.clause or "", 0)) for one in check(text, language)
    ]
    return Hints(tuple(found), str(ABOUT))
