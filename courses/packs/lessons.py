"""Lessons: front matter, a title, CommonMark. And what Markdown may hold, wherever it stands in a pack."""

import re
from collections.abc import Iterator
from enum import Enum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from courses.content import StepContent
from courses.markdown import is_link_allowed
from courses.packs.known import Known
from courses.packs.problems import Problems
from courses.packs.yamlfile import read_mapping

_LINK = "a full https:// or mailto: address"

# Knows more than the renderer does (HTML, images, any address), in order to name what the renderer would leave out.
_parser = MarkdownIt("commonmark", {"html": True})
_parser.validateLink = lambda url: True  # type: ignore[method-assign]


def read_lesson(problems: Problems, file: str, text: str, slug: str, known: Known) -> StepContent:
    """Reads the file of a lesson. What is returned is of use only when nothing was reported."""
    front, body, first_line = _split(problems, file, text)
    minutes: int | None = 0
    sources: tuple[str, ...] = ()
    if front is not None:
        fields = read_mapping(problems, file, front, first_line=2)
        if fields:
            minutes = fields.whole("minutes", 1, 240)
            sources = known.sources_of(fields)
            fields.close()
    title, text = _title_and_text(problems, file, body, first_line) if body is not None else ("", "")
    return StepContent(slug=slug, kind="lesson", title=title, minutes=minutes or 0, text=text, sources=sources)


class Headings(Enum):
    """Which headings a text may have."""

    NONE = "none"
    BELOW_TITLE = "below title"
    ANY = "any"  # the title could not be found, so nothing can be said about the others


def check_markdown(problems: Problems, file: str, text: str, first_line: int, headings: Headings) -> None:
    """Reports what cannot be shown in a text that begins on this line of the file."""
    level = 1
    for line, token in _tokens(_parser.parse(text), first_line):
        if token.type in ("html_block", "html_inline"):
            problems.report(file, line, "The text holds HTML.", "Markdown only; write < as \\<")
        elif token.type == "image":
            problems.report(file, line, "The text holds an image.", "text only; images are not shown by this version")
        elif token.type == "link_open" and not is_link_allowed(str(token.attrs.get("href", ""))):
            problems.report(file, line, f"The link leads to {_address(token)}.", _LINK)
        elif token.type == "heading_open" and headings is not Headings.ANY:
            this = int(token.tag[1])
            if headings is Headings.NONE or this == 1 or this > level + 1:
                expected = "text without headings" if headings is Headings.NONE else _levels(level)
                problems.report(file, line, f"A heading of level {this} cannot stand here.", expected)
            level = max(this, 2)


def _levels(above: int) -> str:
    return "a heading of level 2" if above == 1 else f"a heading of level 2 to {min(above + 1, 6)}"


def _split(problems: Problems, file: str, text: str) -> tuple[str | None, str | None, int]:
    """The front matter, the text after it, and the line on which that begins. None: reported, do not look at it."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        if not text.strip():
            problems.report(file, 1, "The file is empty.", "front matter, a title and text")
            return None, None, 1
        problems.report(file, 1, "The front matter is missing.", "--- on the first line, then minutes: 2, then ---")
        return None, text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    problems.report(file, 1, "The front matter is not closed.", "a line with --- after it")
    return None, None, 1


def _title_and_text(problems: Problems, file: str, body: str, first_line: int) -> tuple[str, str]:
    lines = body.split("\n")
    before = next((number for number, line in enumerate(lines) if line.strip()), None)
    tokens = _parser.parse(body)
    if before is None or not tokens or tokens[0].tag != "h1" or tokens[0].map is None or tokens[0].map[0] != before:
        problems.report(file, first_line + (before or 0), "The lesson has no title.", "# Title before the text")
        check_markdown(problems, file, body, first_line, Headings.ANY)
        return "", ""
    inline = tokens[1]
    title = "".join(child.content for child in inline.children or ())
    line = first_line + before
    if title != inline.content or not title:
        problems.report(file, line, "The title holds markup.", "a title of plain words")
    elif len(title) > 200:
        problems.report(file, line, f"The title is too long: {len(title)} characters.", "at most 200 characters")
    after = tokens[0].map[1]
    text = "\n".join(lines[after:])
    if not text.strip():
        problems.report(file, line, "The lesson has a title and no text.", "text below the title")
    check_markdown(problems, file, text, first_line + after, Headings.BELOW_TITLE)
    return title, text.strip("\n")


def _tokens(tokens: list[Token], first_line: int) -> Iterator[tuple[int, Token]]:
    """All tokens, those inside a paragraph too, each with its line in the file."""
    line = first_line
    for token in tokens:
        if token.map is not None:
            line = first_line + token.map[0]
        yield line, token
        inner = line
        for child in token.children or ():
            yield inner, child
            # Markup may go over several lines without being a line break of the text.
            inner += 1 if child.type in ("softbreak", "hardbreak") else child.content.count("\n")


def _address(token: Token) -> str:
    address = re.sub(r"\s+", " ", str(token.attrs.get("href", "")))[:60]
    return f'"{address}"'
