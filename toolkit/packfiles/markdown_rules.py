"""What Markdown may hold, wherever it stands in a pack: each thing that could not be shown, with its line."""

import re
from collections.abc import Iterator
from enum import Enum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from toolkit.markdown import is_link_allowed
from toolkit.packfiles.problems import Problems

_LINK = "a full https:// or mailto: address"

# Knows more than the renderer does (HTML, images, any address), in order to name what the renderer would leave out.
parser = MarkdownIt("commonmark", {"html": True})
parser.validateLink = lambda url: True  # type: ignore[method-assign]


class Headings(Enum):
    """Which headings a text may have."""

    NONE = "none"
    BELOW_TITLE = "below title"
    BELOW_SECTION = "below section"  # a heading of level 2 stands above the text
    ANY = "any"  # the title could not be found, so nothing can be said about the others


def check_markdown(problems: Problems, file: str, text: str, first_line: int, headings: Headings) -> None:
    """Reports what cannot be shown in a text that begins on this line of the file."""
    level = top = 2 if headings is Headings.BELOW_SECTION else 1
    # One line end at the end, so that every line of code counts one.
    for line, token in _tokens(parser.parse(text.rstrip("\n") + "\n"), first_line):
        if token.type == "fence" and not _is_closed(token):
            # It reaches to the end of its part, over headings too, and only looks right where nothing follows.
            expected = f"a line with {token.markup} below the code"
            problems.report(file, line, "This code block is never closed.", expected)
        elif token.type in ("html_block", "html_inline"):
            problems.report(file, line, "The text holds HTML.", "Markdown only; write < as \\<")
        elif token.type == "image":
            problems.report(file, line, "The text holds an image.", "text only; images are not shown by this version")
        elif token.type == "link_open" and not is_link_allowed(str(token.attrs.get("href", ""))):
            problems.report(file, line, f"The link leads to {_address(token)}.", _LINK)
        elif token.type == "heading_open" and headings is not Headings.ANY:
            this = int(token.tag[1])
            if headings is Headings.NONE or this <= top or this > level + 1:
                expected = "text without headings" if headings is Headings.NONE else _levels(top + 1, level + 1)
                problems.report(file, line, f"A heading of level {this} cannot stand here.", expected)
            level = max(this, top + 1)


def _is_closed(fence: Token) -> bool:
    """Whether a line ends the code: a block that nothing ends has no line after its last line of code."""
    start, end = fence.map or (0, 0)
    return end - start == fence.content.count("\n") + 2


def _levels(first: int, last: int) -> str:
    return f"a heading of level {first}" + (f" to {min(last, 6)}" if last > first else "")


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
