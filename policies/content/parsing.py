"""Takes a text apart along its headings. Lenient: whatever can be made out; `reading` says what is wrong."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from policies.content.clauses import ClauseContent, ParsedText
from toolkit.packfiles.markdown_rules import parser

_KEY = re.compile(r"\s*\{#([^{}]*)\}\Z")


@dataclass(frozen=True)
class FoundClause:
    """A clause with the lines, counted from 1, of its heading and of its text. `has_key`: its heading names one."""

    content: ClauseContent
    has_key: bool
    is_plain: bool
    line: int
    body_line: int


@dataclass(frozen=True)
class Scan:
    """A text taken apart, with the lines that messages name. `references`: where addresses stand apart from links."""

    parsed: ParsedText
    has_title: bool
    is_title_plain: bool
    line: int
    intro_line: int
    clauses: tuple[FoundClause, ...]
    references: tuple[int, ...]


@dataclass(frozen=True)
class _Heading:
    """A heading of level 1 or 2 outside of lists and quotes; lines counted from 0."""

    tag: str
    start: int
    end: int
    words: str
    is_plain: bool


def scan(text: str) -> Scan:
    """Takes a canonical text apart."""
    lines = text.split("\n")
    environment: dict[str, Any] = {}
    headings = _headings(parser.parse(text, environment))
    first = next((number for number, line in enumerate(lines) if line.strip(" \t")), 0)
    title = next((head for head in headings[:1] if head.tag == "h1" and head.start == first), None)
    heads = [head for head in headings if head.tag == "h2"]
    ends = [head.start for head in heads[1:]] + [len(lines)]
    clauses = tuple(
        _clause(lines, head, end, number) for number, (head, end) in enumerate(zip(heads, ends, strict=False), start=1)
    )
    intro, intro_at = _part(lines, title.end if title else 0, heads[0].start if heads else len(lines))
    return Scan(
        parsed=ParsedText(title.words if title else "", intro, tuple(clause.content for clause in clauses)),
        has_title=title is not None,
        is_title_plain=title is not None and title.is_plain,
        line=first + 1,
        intro_line=intro_at + 1,
        clauses=clauses,
        references=_references(environment),
    )


def _headings(tokens: list[Token]) -> list[_Heading]:
    found = []
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2") and token.map:
            words = "".join(child.content for child in inline.children or ())
            is_text = all(child.type == "text" for child in inline.children or ())
            # Words that are not what stands there: something escaped.
            is_plain = is_text and words == inline.content
            found.append(_Heading(token.tag, token.map[0], token.map[1], words, is_plain))
    return found


def _clause(lines: list[str], head: _Heading, end: int, number: int) -> FoundClause:
    key = _KEY.search(head.words)
    body, body_at = _part(lines, head.end, end)
    content = ClauseContent(number, key[1] if key else "", _KEY.sub("", head.words), body)
    return FoundClause(content, key is not None, head.is_plain, head.start + 1, body_at + 1)


def _part(lines: list[str], start: int, end: int) -> tuple[str, int]:
    """These lines without the blank ones around them, and where they begin."""
    while start < end and not lines[start].strip(" \t"):
        start += 1
    while start < end and not lines[end - 1].strip(" \t"):
        end -= 1
    return "\n".join(lines[start:end]), start


def _references(environment: dict[str, Any]) -> tuple[int, ...]:
    found = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())]
    return tuple(sorted(reference["map"][0] + 1 for reference in found))


def canonical_text(markdown: str) -> str:
    """The text that is stored and hashed: \\n as line end, no byte order mark, exactly one line end at the end."""
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n") + "\n"


def parse_text(markdown: str) -> ParsedText:
    """What the text says, for texts that were checked before. Never raises: in others, whatever can be made out."""
    return scan(canonical_text(markdown)).parsed


def clause_lines(markdown: str) -> dict[str, int]:
    """The line on which each clause begins, by key."""
    return {clause.content.key: clause.line for clause in scan(canonical_text(markdown)).clauses}
