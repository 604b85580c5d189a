"""From blocks to the text of a policy: which heading is the title, which ones begin clauses, what their keys are."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.content import LONGEST_HEADING
from policies.word.blocks import Block
from policies.word.inline import Span, heading
from policies.word.inline import markdown as paragraph
from policies.word.package import WordFileError

LONGEST_KEY = 60
_NUMBER = re.compile(
    r"(?:(?:section|article|part|§)\s*)?(?:[0-9]{1,3}(?:\.[0-9]{1,3})*|[ivxIVX]{1,6}(?=[.):]))[.):]?\s+(?=\S)", re.I
)
_UNDERLINES = re.compile(r"[_\s]+")


def write(blocks: Sequence[Block], name: str, notes: list[str]) -> str:
    """The Markdown of the policy. `name` is that of the file, for a document that has no title."""
    blocks = _with_bold_headings(list(blocks), notes)
    title, blocks = _title(blocks, name, notes)
    if not any(block.level for block in blocks):
        raise _no_headings(title, blocks)
    parts = [f"# {title}", *_clauses(blocks, notes)]
    return "\n\n".join(parts) + "\n"


def _no_headings(title: str, blocks: Sequence[Block]) -> WordFileError:
    """Where a clause begins is the author's to say: a text taken over as one clause could not be told apart later."""
    first = next((block.words or block.text for block in blocks if block.words or block.text), title)
    return WordFileError(
        _(
            "No heading was found, from “%(words)s” to the end of the document, so there are no clauses. In Word, give "
            "the line above each clause the style “Heading 1”, save the document, and choose it again."
        )
        % {"words": " ".join(first.split())[:80]}
    )


def _with_bold_headings(blocks: list[Block], notes: list[str]) -> list[Block]:
    """In a document without headings, short bold lines are what people meant by them."""
    bold = [block for block in blocks if block.looks_like_heading]
    if any(block.level for block in blocks) or len(bold) < 2:
        return blocks
    notes.append(_("The document has no headings: short bold lines were taken for headings. Please look at them."))
    return [replace(block, level=1) if block.looks_like_heading else block for block in blocks]


def _title(blocks: list[Block], name: str, notes: list[str]) -> tuple[str, list[Block]]:
    """The title and the blocks without it: what bears the style of a title, a first heading above all others, or the
    name of the file."""
    found = next((at for at, block in enumerate(blocks) if block.level == 0), None)
    if found is None and _is_first_the_title(blocks):
        found = 0
    text = heading(blocks[found].spans) if found is not None else ""
    rest = [
        Block(block.spans, text=paragraph(block.spans)) if block.level == 0 else block
        for at, block in enumerate(blocks)
        if at != found
    ]
    if not text:
        stem = name.rpartition(".")[0] or name
        text = heading([Span(_UNDERLINES.sub(" ", stem))]) or _("Policy")
        notes.append(_("The document has no title: it was called “%(title)s”.") % {"title": text[:80]})
    return _cut(text), [block for block in rest if block.level or block.text]


def _is_first_the_title(blocks: Sequence[Block]) -> bool:
    """A first heading that stands alone on its level, or that is followed by the next heading at once."""
    levels = [block.level for block in blocks if block.level]
    if len(levels) < 2 or blocks[0].level is None:
        return False
    is_alone = levels[0] < min(levels[1:])
    return is_alone or (blocks[1].level is not None and levels[1] <= levels[0])


def _clauses(blocks: list[Block], notes: list[str]) -> list[str]:
    top = min(block.level for block in blocks if block.level)
    numbered = _are_numbered([block for block in blocks if block.level == top])
    parts: list[str] = []
    keys: set[str] = set()
    called: set[str] = set()
    below = 0  # the level of the last heading in this text; 0 before the first clause
    is_empty = False
    for block in blocks:
        if block.level is None:
            parts.append(block.text)
            is_empty = False
            continue
        words = heading(block.spans)
        if below and block.level > top:
            below = min(below + 1, block.level - top + 2, 6)
            parts.append(f"{'#' * below} {_cut(words)}")
            is_empty = False
            continue
        if is_empty:
            parts.append(_filled(parts[-1], notes))
        below, is_empty = 2, True
        words = _NUMBER.sub("", words, count=1) if numbered else words
        if words.casefold() in called:
            notes.append(_("Several clauses are called “%(heading)s”. Tell them apart.") % {"heading": words[:80]})
        called.add(words.casefold())
        parts.append(f"## {_cut(words)} {{#{_key(words, keys)}}}")
        if len(words) > LONGEST_HEADING:
            parts.append(paragraph(block.spans))
            is_empty = False
    if is_empty:
        parts.append(_filled(parts[-1], notes))
    return parts


def _are_numbered(headings: Sequence[Block]) -> bool:
    """Numbers written by hand; clauses have their own, and nobody wants to read "2. 2. Scope"."""
    return len(headings) > 1 and all(_NUMBER.match(block.words) for block in headings)


def _filled(part: str, notes: list[str]) -> str:
    words = part.removeprefix("## ").rpartition(" {")[0]
    notes.append(_("“%(heading)s” had no text. Write some, or take the clause out.") % {"heading": words[:80]})
    return _("There was no text here in the Word document.")


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST_HEADING else f"{words[: LONGEST_HEADING - 1].rstrip()}…"


def _key(words: str, taken: set[str]) -> str:
    """A key made of the words, another one for each clause."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(slug) > LONGEST_KEY:
        slug = slug[: LONGEST_KEY + 1].rpartition("-")[0] or slug[:LONGEST_KEY]
    slug = slug or "clause"
    key, number = slug, 1
    while key in taken:
        number += 1
        key = f"{slug}-{number}"
    taken.add(key)
    return key
