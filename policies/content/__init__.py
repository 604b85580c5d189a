"""The text of a policy as plain values: no database, no files.

A text is Markdown: `# Title`, then an introduction if there is one, then clauses that begin with `## Heading {#key}`.
The key stays with a clause for ever; its number is where it stands in this version. What is frozen and hashed is the
exact Markdown; HTML is made anew for each page.

`clauses` holds the values, `parsing` takes a text apart, `reading` reports its mistakes, `digests` freezes it, `texts`
is one text as it is stored, `versions` a policy as it lies in a pack, `showing` makes HTML.
"""

from policies.content.clauses import ClauseContent, Comparison, ParsedText, compare
from policies.content.digests import (
    FORMAT,
    MARKS,
    AttachmentDigest,
    Mark,
    TextDigest,
    statement_sha256,
    text_sha256,
    version_digest,
)
from policies.content.parsing import canonical_text, clause_lines, parse_text
from policies.content.reading import LARGEST_TEXT, LONGEST_HEADING, MOST_CLAUSES, read_text
from policies.content.showing import render_clause, render_intro
from policies.content.texts import TextContent
from policies.content.versions import AttachmentContent, PolicyContent, VersionContent, compare_texts

__all__ = [
    "FORMAT",
    "LARGEST_TEXT",
    "LONGEST_HEADING",
    "MARKS",
    "MOST_CLAUSES",
    "AttachmentContent",
    "AttachmentDigest",
    "ClauseContent",
    "Comparison",
    "Mark",
    "ParsedText",
    "PolicyContent",
    "TextContent",
    "TextDigest",
    "VersionContent",
    "canonical_text",
    "clause_lines",
    "compare",
    "compare_texts",
    "parse_text",
    "read_text",
    "render_clause",
    "render_intro",
    "statement_sha256",
    "text_sha256",
    "version_digest",
]
