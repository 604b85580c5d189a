"""A text of a version in one language, as it is stored and as it lies in a pack."""

from dataclasses import dataclass
from functools import cached_property

from policies.content.clauses import ClauseContent, ParsedText
from policies.content.digests import text_sha256
from policies.content.parsing import canonical_text, parse_text


@dataclass(frozen=True)
class TextContent:
    """The text of a version in one language. `markdown` is the canonical text, whose bytes are hashed."""

    language: str
    title: str
    markdown: str

    @cached_property
    def parsed(self) -> ParsedText:
        return parse_text(self.markdown)

    @property
    def intro(self) -> str:
        return self.parsed.intro

    @property
    def clauses(self) -> tuple[ClauseContent, ...]:
        return self.parsed.clauses

    @property
    def sha256(self) -> str:
        return text_sha256(self.markdown)

    @classmethod
    def of(cls, language: str, markdown: str) -> "TextContent":
        """The text of a file or of the editor, with line ends as they are stored."""
        text = canonical_text(markdown)
        return cls(language, parse_text(text).title, text)
