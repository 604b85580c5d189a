"""Reads one GIFT question after the other."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from courses.exchange.gift import answers
from courses.exchange.gift.blocks import Block, cut
from courses.exchange.gift.decoding import decode
from courses.exchange.gift.signs import CLOSE, COLON, CONTROLS, EQUALS, HASH, OPEN, TILDE, mark, plain
from courses.exchange.items import Contents, Item, NotTaken, Refusal
from courses.exchange.texts import FORMATS, Said

BLANK = "_____"
_FORMAT = re.compile(rf"\s*\[({'|'.join(FORMATS)})\]")
_TITLE_MARK = COLON * 2


def read_gift(data: bytes) -> Contents:
    """All items of the file. Raises QuestionFileError for a file that is no text."""
    text, notes = decode(data)
    contents = Contents(notes=notes)
    for block in cut(text):
        if isinstance(block, str):
            contents.categories.append(block)
            continue
        title = ""
        try:
            title, marked = _title(block.text)
            contents.add(_item(block, title, marked))
        except NotTaken as refusal:
            contents.add(Refusal(block.line, title, refusal.kind, str(refusal)))
    return contents


def _title(text: str) -> tuple[str, str]:
    """The title and the rest, marked."""
    found = CONTROLS.search(text)
    if found:
        raise NotTaken(_("It holds the control character U+%(code)s.") % {"code": f"{ord(found[0]):04X}"})
    marked = mark(text)
    if not marked.startswith(_TITLE_MARK):
        return "", marked
    title, end, rest = marked.removeprefix(_TITLE_MARK).partition(_TITLE_MARK)
    if not end:
        raise NotTaken(_("Its title is never closed. Write :: behind it too."))
    return " ".join(plain(title).split()), rest


def _item(block: Block, title: str, marked: str) -> Item:
    found = _FORMAT.match(marked)
    form = found[1] if found else "moodle"
    before, inside, after = _parts(marked[found.end() if found else 0 :])
    if inside is None:
        raise NotTaken(_("It has no answers: a description asks nothing. Put it into a lesson."), kind="description")
    inside, explanation = _general_feedback(inside)
    said = Said()
    asked_as, read = _asked_as(inside)
    prompt = plain(before) + (BLANK + plain(after) if after.strip() else "")
    try:
        kind, fields = read(inside, answers.Texts(said, form), block.tags)
        fields = answers.with_explanation(fields, answers.Texts(said, form).of(explanation))
        words = said.plain(prompt, form)
    except NotTaken as refusal:
        raise NotTaken(str(refusal), kind=asked_as) from refusal
    return Item(
        line=block.line,
        title=title,
        kind=kind,
        prompt=words,
        fields=fields,
        category=block.category,
        identifier=block.identifier,
        tags=tuple(block.tags),
        notes=tuple(said.notes),
    )


def _parts(marked: str) -> tuple[str, str | None, str]:
    """What stands before, in and behind the one pair of braces; None for no pair."""
    opened, closed = marked.count(OPEN), marked.count(CLOSE)
    if not opened and not closed:
        return marked, None, ""
    if opened > 1 or closed > 1:
        raise NotTaken(
            _("It holds more than one pair of braces. Leave a blank line between questions, and write \\{ for a sign.")
        )
    if not closed:
        raise NotTaken(_("Its answers are never closed. Write } behind them; no blank line may stand between answers."))
    if not opened or marked.index(CLOSE) < marked.index(OPEN):
        raise NotTaken(_("Its answers are closed and were never opened. No blank line may stand between answers."))
    before, _open, rest = marked.partition(OPEN)
    inside, _close, after = rest.partition(CLOSE)
    return before, inside.strip(), after


def _general_feedback(inside: str) -> tuple[str, str]:
    place = inside.rfind(HASH * 4)
    return (inside, "") if place < 0 else (inside[:place].strip(), inside[place + 4 :])


def _asked_as(inside: str) -> tuple[str, "Callable[[str, answers.Texts, list[str]], answers.Read]"]:
    """What GIFT calls such a question, told from its answers alone, and what reads them."""
    if not inside:
        return "essay", answers.refuse_essay
    if inside.startswith(HASH):
        return "numerical", answers.refuse_numerical
    if TILDE in inside:
        return "multichoice", answers.read_choices
    if EQUALS in inside and "->" in inside:
        return "matching", answers.read_pairs
    if inside.partition(HASH)[0].strip().upper() in answers.TRUTHS:
        return "truefalse", answers.read_truth
    return "shortanswer", answers.read_short
