"""What Markdown may hold, wherever it stands in a pack: each thing that could not be shown, with its line."""

import itertools
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.token import Token

from toolkit.markdown import is_link_allowed
from toolkit.packfiles.problems import Problems

MOST_MARKS = 2_000  # of one block: the parser compares each with those before it
_MARKS = re.compile(r"[*_\[]")
_LINK = "a full https:// or mailto: address"

# Knows more than the renderer does (HTML, images, any address), in order to name what the renderer would leave out.
parser = MarkdownIt("commonmark", {"html": True})
parser.validateLink = lambda url: True  # type: ignore[method-assign]


Around = tuple[Token, Token]  # the opening of a block, and the token with the words in it


class Headings(Enum):
    """Which headings a text may have."""

    NONE = "none"
    BELOW_TITLE = "below title"
    BELOW_SECTION = "below section"  # a heading of level 2 stands above the text
    ANY = "any"  # the title could not be found, so nothing can be said about the others


class Own(Protocol):
    """What a kind of text may hold beyond what all may. It reports its own mistakes."""

    def image(self, line: int, token: Token, *, stands_alone: bool) -> None:
        """`stands_alone`: the image is a paragraph of its own."""

    def link(self, line: int, address: str, words: str) -> bool:
        """Whether this link is one of its own."""


def is_quickly_read(problems: Problems, file: str, text: str, first_line: int) -> bool:
    """Reports each block, between empty lines, with so many signs of markup that reading it would take long."""
    found, marks, start = True, 0, first_line
    for number, line in enumerate(text.split("\n"), start=first_line):
        before = marks
        if not line.strip():
            marks, start = 0, number + 1
            continue
        marks += len(_MARKS.findall(line))
        if before <= MOST_MARKS < marks:
            expected = f"at most {MOST_MARKS:,} between two empty lines"
            problems.report(file, start, "This paragraph holds too many of the signs * _ and [.", expected)
            found = False
    return found


def check_markdown(
    problems: Problems, file: str, text: str, first_line: int, headings: Headings, own: Own | None = None
) -> None:
    """Reports what cannot be shown in a text that begins on this line of the file."""
    if not is_quickly_read(problems, file, text, first_line):
        return
    level = top = 2 if headings is Headings.BELOW_SECTION else 1
    # One line end at the end, so that every line of code counts one.
    for line, token, around in _tokens(parser.parse(text.rstrip("\n") + "\n"), first_line):
        if token.type == "fence" and not _is_closed(token):
            # It reaches to the end of its part, over headings too, and only looks right where nothing follows.
            expected = f"a line with {token.markup} below the code"
            problems.report(file, line, "This code block is never closed.", expected)
        elif token.type in ("html_block", "html_inline"):
            problems.report(file, line, "The text holds HTML.", "Markdown only; write < as \\<")
        elif token.type == "image" and own:
            own.image(line, token, stands_alone=around is not None and is_own_paragraph(*around))
        elif token.type == "image":
            problems.report(file, line, "The text holds an image.", "text only; images are not shown by this version")
        elif token.type == "link_open" and not is_link_allowed(str(token.attrs.get("href", ""))):
            if not (own and own.link(line, str(token.attrs.get("href", "")), words_of_link(around, token))):
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


def is_own_paragraph(opening: Token, inline: Token) -> bool:
    """Whether one thing is all that this paragraph holds, and it stands in no list or quote."""
    return opening.type == "paragraph_open" and opening.level == 0 and len(inline.children or ()) == 1


def plain_words(tokens: Iterable[Token]) -> str:
    """What a reader would hear of them, on one line."""
    words = (plain_words(token.children) if token.children else token.content or " " for token in tokens)
    return " ".join("".join(words).split())


def words_of_link(around: Around | None, link: Token) -> str:
    """The words between this opening of a link and its end."""
    children = (around[1].children if around else None) or []
    after = children[next(place for place, child in enumerate(children) if child is link) + 1 :]
    inside = itertools.takewhile(lambda child: child.type != "link_close", after)
    return plain_words(inside)


def _tokens(tokens: list[Token], first_line: int) -> Iterator[tuple[int, Token, Around | None]]:
    """All tokens, those inside a paragraph too, each with its line in the file and what it stands in."""
    line = first_line
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.map is not None:
            line = first_line + token.map[0]
        yield line, token, None
        inner = line
        for child in token.children or ():
            yield inner, child, (before or token, token)
            # Markup may go over several lines without being a line break of the text.
            inner += 1 if child.type in ("softbreak", "hardbreak") else child.content.count("\n")


def _address(token: Token) -> str:
    address = re.sub(r"\s+", " ", str(token.attrs.get("href", "")))[:60]
    return f'"{address}"'
