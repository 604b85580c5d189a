"""Writes the words of a paragraph as Markdown that says these words and nothing else."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.token import Token

from toolkit.markdown import is_link_allowed
from toolkit.packfiles.folders import forbidden_character
from toolkit.packfiles.markdown_rules import parser

# Signs that mean something anywhere, and such as mean something at the beginning of a line.
_SIGNS = re.compile(r"[\\`*_\[<&]")
_STARTS = re.compile(r"(?m)^([-+=#>~]|[0-9]{1,9}(?=[.)]))")
_ADDRESS_SIGNS = re.compile(r"[\s()<>\\\"'\[\]]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060]")
_FORBIDDEN_IN_HEADING = re.compile(r"[\\`*_\[\]<>&{}]")


@dataclass(frozen=True)
class Span:
    """Words in one style. A line end in them is one in the document."""

    text: str
    is_strong: bool = False
    is_emphasized: bool = False
    address: str = ""


def clean(text: str) -> str:
    """Without what no text of ours may hold: tabs become spaces, invisible signs go."""
    text = _INVISIBLE.sub("", text).replace("\t", " ").replace("\u00a0", " ").replace("\u2011", "-")
    return "".join(sign for sign in text if sign == "\n" or not forbidden_character(sign))


def words(spans: Iterable[Span]) -> str:
    """The bare words on one line."""
    return " ".join("".join(span.text for span in spans).split())


def markdown(spans: Iterable[Span]) -> str:
    """The spans as one paragraph of Markdown: as plainly as reads right, or with every sign written out."""
    tidy = _tidy(spans)
    expected = "".join(span.text for span in tidy)
    plain = [Span(span.text) for span in tidy]
    for candidate in (_marked(tidy, str), _marked(tidy, _written_out), _marked(plain, str)):
        if _says(candidate, expected):
            return candidate
    return _marked(plain, _written_out)


def heading(spans: Iterable[Span]) -> str:
    """The words without the signs that could not stand in a heading, and without a colon or such behind them."""
    text = words(spans).rstrip(" :#")
    if _has_markup(text) or "{" in text:
        text = " ".join(_FORBIDDEN_IN_HEADING.sub("", text).split()).rstrip(" :#")
    return text


def _has_markup(text: str) -> bool:
    tokens = parser.parse(f"## {text} x\n")  # no sign at the end counts as one that closes the heading
    return len(tokens) != 3 or [(child.type, child.content) for child in tokens[1].children or ()] != [
        ("text", f"{text} x")
    ]


def _tidy(spans: Iterable[Span]) -> list[Span]:
    """Single spaces, none at the ends of lines or of what is marked; neighbors in one style as one span."""
    signs: list[tuple[str, Span]] = []
    space = ""
    for span in spans:
        for sign in span.text:
            if sign.isspace():
                space = "\n" if "\n" in (sign, space) else " "
                continue
            style = replace(span, text="")
            if space and signs:
                signs.append((space, style if signs[-1][1] == style else Span("")))
            signs.append((sign, style))
            space = ""
    return [
        replace(style, text="".join(sign for sign, _style in group))
        for style, group in groupby(signs, key=lambda pair: pair[1])
    ]


def _marked(spans: list[Span], write: Callable[[str], str]) -> str:
    found = []
    for span in spans:
        text = write(span.text).replace("\n", "\\\n")  # a backslash keeps the end of the line
        sign = "*" * (2 * span.is_strong + span.is_emphasized)
        text = f"{sign}{text}{sign}"
        found.append(f"[{text}]({span.address})" if span.address else text)
    return "".join(found)


def _written_out(text: str) -> str:
    text = _SIGNS.sub(lambda match: f"\\{match[0]}", text)
    return _STARTS.sub(lambda match: f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}", text)


def _says(candidate: str, expected: str) -> bool:
    """Whether this is one paragraph with exactly these words."""
    tokens = parser.parse(candidate)
    if [token.type for token in tokens] != ["paragraph_open", "inline", "paragraph_close"]:
        return False
    return "".join(_said(child) for child in tokens[1].children or ()) == expected


def _said(token: Token) -> str:
    if token.type in ("html_inline", "image", "code_inline", "softbreak"):
        return "\0"  # what we do not write and so must not come out
    return "\n" if token.type == "hardbreak" else token.content


def address(given: str) -> str:
    """The address of a link as it can stand in Markdown, or nothing if it must not stand there."""
    found = _ADDRESS_SIGNS.sub(lambda match: f"%{ord(match[0]):02X}", clean(given).strip())
    return found if is_link_allowed(found) else ""
