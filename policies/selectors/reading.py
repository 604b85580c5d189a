"""A text as pages show it, made once for each wording: what is kept in memory goes by the digest of the Markdown."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString

from policies.content import ClauseContent, ParsedText, parse_text, render_clause, render_intro, text_sha256
from policies.models import PolicyText
from policies.selectors.memory import Remembered

MOST_CHARACTERS = 8_000_000  # of Markdown; what is made of it takes some five times that


@dataclass(frozen=True)
class ReadClause:
    """A clause to be shown: number, heading, and its text as safe HTML."""

    content: ClauseContent

    @cached_property
    def html(self) -> SafeString:
        return render_clause(self.content)

    @property
    def number(self) -> int:
        return self.content.number

    @property
    def key(self) -> str:
        return self.content.key

    @property
    def heading(self) -> str:
        return self.content.heading


@dataclass(frozen=True)
class Reading:
    """A text taken apart. HTML is made when it is asked for, and then kept."""

    parsed: ParsedText

    @cached_property
    def intro(self) -> SafeString:
        return render_intro(self.parsed)

    @cached_property
    def clauses(self) -> tuple[ReadClause, ...]:
        return tuple(ReadClause(clause) for clause in self.parsed.clauses)


_remembered: Remembered[str, Reading] = Remembered(MOST_CHARACTERS)


def reading_of(text: PolicyText) -> Reading:
    """What the text says, ready for a page. The digest is that of the bytes which are stored now, not the column."""
    key = text_sha256(text.markdown)
    known = _remembered.get(key)
    if known is None:
        known = Reading(parse_text(text.markdown))
        _remembered.put(key, known, weight=len(text.markdown))
    return known
