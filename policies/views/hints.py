"""The policy check as pages show it: the hints by the clause that they are about, and where that stands."""

from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from policies.check import ABOUT, Finding, check
from policies.content import clause_lines, parse_text

LONGEST_CHECKED = 200_000  # characters: some 70 pages, and less than a second


@dataclass(frozen=True)
class HintGroup:
    """What is said of one clause, of the statement to sign, or of the whole text.

    `field` is the field of the editor in which it stands, and `line` its line there; empty and 0 for what is missing.
    """

    heading: str
    field: str
    line: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Hints:
    """What the check says of a text. It advises and never keeps anything from being saved, approved or published."""

    groups: tuple[HintGroup, ...]
    about: str
    not_checked: str = ""  # why, in a sentence

    @property
    def count(self) -> int:
        return sum(len(group.findings) for group in self.groups)


def hints_of(language: str, markdown: str, statement: str) -> Hints:
    """The hints about a text and the statement to sign, or why there are none."""
    if language.partition("-")[0] != "en":
        return Hints((), str(ABOUT), _("The check reads English only, so it did not look at this text."))
    if len(markdown) + len(statement) > LONGEST_CHECKED:
        return Hints((), str(ABOUT), _("The text is too long for the check."))
    text = parse_text(markdown)
    headings = {clause.key: clause.heading for clause in text.clauses}
    lines = clause_lines(markdown)

    def group(about: tuple[str | None, bool, bool], findings: tuple[Finding, ...]) -> HintGroup:
        clause, is_statement, is_missing = about
        if is_missing:
            return HintGroup(_("Missing from the text"), "", 0, findings)
        if is_statement:
            return HintGroup(_("Statement to sign"), "statement", 0, findings)
        if clause is None:
            return HintGroup(_("Title and introduction"), "markdown", 1, findings)
        return HintGroup(headings.get(clause, clause), "markdown", lines.get(clause, 0), findings)

    found = groupby(check(text, language, statement), _about)
    return Hints(tuple(group(about, tuple(findings)) for about, findings in found), str(ABOUT))


def _about(finding: Finding) -> tuple[str | None, bool, bool]:
    return finding.clause, finding.is_statement, finding.topic == "missing"
