"""The HTML of a difference: <ins> and <del> around the words, each with words for those who do not see the marks.

The Markdown of both texts is rendered once, as one text, with marks around what was added and removed; then the marks
become elements, closed and opened again wherever another element begins or ends. That the words without what was added
are those of the text before, and without what was removed those of the text after, is checked each time. Where that
does not hold (the change lies in the markup, such as the address of a link), both are shown, one after the other.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from policies.redline import Block, ClauseChange, Run
from toolkit import markdown

# Noncharacters, which no text holds that was read by our rules of packs or typed by a person.
ADDED, REMOVED, END = "\ufdd0", "\ufdd1", "\ufdd2"
_SIGNS = {"added": ADDED, "removed": REMOVED}
_ANY = re.compile(f"[{ADDED}{REMOVED}{END}]")
# What begins a line without being words of it: list item, quote, heading; a change there is marked behind them.
_LEAD = re.compile(r"(?:\s*(?:[-*+]|[0-9]{1,9}[.)]|>|#{1,6})(?=[ \n]|\Z))*\s*")
_PIECES = re.compile(r"(<[^>]*>)")


def clause_html(change: ClauseChange) -> SafeString:
    """The text of a clause with what changed in it marked."""
    return blocks_html(change.blocks)


def blocks_html(blocks: Sequence[Block]) -> SafeString:
    """All blocks together, so that the items of a list are one list."""
    runs = [run for block in blocks for run in block.runs]
    whole = _marked(runs)
    if whole is not None:
        return whole
    if all(_is_sum_of_blocks(blocks, kind) for kind in _SIGNS):
        return SafeString("".join(_block(block.runs) for block in blocks))
    return _both(runs)


def _is_sum_of_blocks(blocks: Sequence[Block], without: str) -> bool:
    """Whether the blocks say one by one what they say as one text: Markdown may join what stands apart."""
    parts = [_words(markdown.render(_text(block.runs, without))) for block in blocks]
    return " ".join(part for part in parts if part) == _words(
        markdown.render(_text([run for block in blocks for run in block.runs], without))
    )


def line_html(runs: Iterable[Run]) -> SafeString:
    """A heading, which is plain words, with what changed in it marked."""
    html = "".join(
        _element(run.kind, escape(run.text)) if run.kind in _SIGNS and not run.is_blank else escape(run.text)
        for run in runs
    )
    return mark_safe(html)  # noqa: S308  (every part is escaped above)


def _block(runs: Sequence[Run]) -> SafeString:
    found = _marked(runs)
    return _both(runs) if found is None else found


def _both(runs: Sequence[Run]) -> SafeString:
    """The text before as removed and the text after as added."""
    before, after = (_text(runs, kind) for kind in ("added", "removed"))
    return SafeString(_whole("removed", before) + _whole("added", after))


def _whole(kind: str, text: str) -> str:
    """A text of which all was removed or added. <ins> and <del> may hold paragraphs."""
    return _element(kind, markdown.render(text)) if text.strip() else ""


def _marked(runs: Sequence[Run]) -> SafeString | None:
    """The runs as one text with their marks, or None when that would show something else than the two texts."""
    source = "".join(_signed(run, is_line_start=_ends_line(runs, at)) for at, run in enumerate(runs))
    if any(_ANY.search(run.text) for run in runs):
        return None
    html = markdown.render(source)
    if len(_ANY.findall(html)) != len(_ANY.findall(source)) or any(
        _ANY.search(piece) for piece in _PIECES.findall(html)
    ):
        return None
    if _words(html, without=REMOVED) != _words(markdown.render(_text(runs, "removed"))):
        return None
    if _words(html, without=ADDED) != _words(markdown.render(_text(runs, "added"))):
        return None
    shown = _with_elements(html)
    # Only the markup changed, such as emphasis: marks on single words would show nothing.
    is_silent = "<ins>" not in shown and "<del>" not in shown
    return None if is_silent and any(run.kind != "same" and not run.is_blank for run in runs) else shown


def _ends_line(runs: Sequence[Run], at: int) -> bool:
    return at == 0 or runs[at - 1].text.endswith("\n")


def _signed(run: Run, *, is_line_start: bool) -> str:
    """The run's Markdown with signs around its words, line by line."""
    sign = _SIGNS.get(run.kind)
    if sign is None:
        return run.text
    lines = run.text.split("\n")
    found = []
    for number, line in enumerate(lines):
        lead = _LEAD.match(line)
        start = lead.end() if lead and (number or is_line_start) else 0
        words = line[start:]
        found.append(f"{line[:start]}{sign}{words}{END}" if words.strip() else line)
    return "\n".join(found)


def _text(runs: Iterable[Run], without: str) -> str:
    return "".join(run.text for run in runs if run.kind != without)


def _words(html: str, without: str = "") -> str:
    """The words of rendered HTML on one line, except those that were added, or removed."""
    found = []
    state = ""
    for piece in _PIECES.split(html):
        if piece.startswith("<"):
            found.append(" ")
            continue
        for part in re.split(f"([{ADDED}{REMOVED}{END}])", piece):
            if part in (ADDED, REMOVED, END):
                state = "" if part == END else part
            elif not (state and state == without):
                found.append(part)
    return " ".join(unescape("".join(found)).split())


def _with_elements(html: str) -> SafeString:
    """Signs become elements that never overlap another element."""
    found = []
    kind = ""
    kinds = {ADDED: "added", REMOVED: "removed", END: ""}
    for piece in _PIECES.split(html):
        if piece.startswith("<"):
            found.append(piece)
            continue
        for part in re.split(f"([{ADDED}{REMOVED}{END}])", piece):
            if part in kinds and part:
                kind = kinds[part]
            elif part:
                found.append(_element(kind, part) if kind and part.strip() else part)
    return mark_safe("".join(found))  # noqa: S308  (cleaned by markdown.render; only our own elements were added)


def _element(kind: str, inner: str) -> str:
    """<ins> or <del>, which many screen readers do not tell, with hidden words around what is in it."""
    tag, begin, end = {
        "added": ("ins", _("added:"), _("end of addition")),
        "removed": ("del", _("removed:"), _("end of removal")),
    }[kind]
    opening = format_html('<{}><span class="visually-hidden">[{} </span>', tag, begin)
    closing = format_html('<span class="visually-hidden"> {}]</span></{}>', end, tag)
    return f"{opening}{inner}{closing}"
