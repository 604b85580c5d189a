"""A text with marks, as authors of `spot` write it: [[ ]] around what is to be marked, {{ }} or { } around decoys."""

import re
import unicodedata
from collections.abc import Iterable

from courses.kinds.interface import Fields

Span = tuple[int, int]  # the numbers of its first and last word, counted from 0; or where characters begin and end
_MARK = re.compile(r"\[\[|\]\]|\{\{?|\}\}?")
_CLOSES = {"[[": "]]", "{{": "}}", "{": "}"}


def read_marks(fields: Fields, text: str) -> tuple[list[list[str]], list[Span], list[Span]]:
    """The words of each line, the spans to be marked, and the decoys. Mistakes are reported at the key `text`.

    Words are cut at spaces in the text without marks, so that the cut cannot tell where a mark was.
    """
    plain, targets, decoys = _without_marks(fields, text)
    lines = [line.split() for line in plain.split("\n") if line.strip()]
    return lines, _words_in(fields, targets, plain), _words_in(fields, decoys, plain)


def core(word: str) -> Span:
    """Where the word begins and ends without the punctuation around it. A word of punctuation alone is all core."""
    inner = [at for at, c in enumerate(word) if unicodedata.category(c)[0] != "P"]
    return (inner[0], inner[-1] + 1) if inner else (0, len(word))


def _words_in(fields: Fields, ranges: Iterable[Span], plain: str) -> list[Span]:
    places = [(match.start(), core(match.group())) for match in re.finditer(r"\S+", plain)]
    spans = []
    for start, end in ranges:
        covered, is_cut = [], False
        for number, (at, (first, last)) in enumerate(places):
            overlap = min(at + last, end) - max(at + first, start)
            if overlap > 0:
                covered.append(number)
                is_cut = is_cut or overlap < last - first
        shown = " ".join(plain[start:end].split())
        if is_cut:
            fields.report(f'The mark "{shown}" cuts a word.', "marks around whole words", key="text")
        elif covered:
            spans.append((covered[0], covered[-1]))
        else:
            fields.report(f'The mark "{shown}" has no words.', "words between the marks", key="text")
    return spans


def _without_marks(fields: Fields, text: str) -> tuple[str, list[Span], list[Span]]:
    """The plain text, and where in it the marks of both kinds begin and end."""
    plain, last, start, opened = "", 0, 0, ""
    ranges: tuple[list[Span], list[Span]] = ([], [])
    for match in _MARK.finditer(text):
        plain += text[last : match.start()]
        last, sign = match.end(), match.group()
        if opened and sign == _CLOSES[opened]:
            ranges[0 if opened == "[[" else 1].append((start, len(plain)))
            opened = ""
            continue
        around = " ".join(text[max(0, match.start() - 15) : match.end() + 15].split())
        if opened:
            _not_closed(fields, opened, plain[start:])
        elif sign not in _CLOSES:
            fields.report(f'The mark in "{around}" was never opened.', "[[ ]] or {{ }} around words", key="text")
        opened, start = (sign, len(plain)) if sign in _CLOSES else ("", start)
    plain += text[last:]
    if opened:
        _not_closed(fields, opened, plain[start:])
    return plain, *ranges


def _not_closed(fields: Fields, opened: str, after: str) -> None:
    shown = " ".join(after.split())[:30]
    fields.report(f'The mark "{opened}{shown}" is not closed.', f"{_CLOSES[opened]} after its words", key="text")
