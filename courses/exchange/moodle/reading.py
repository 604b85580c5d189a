"""Makes items of the elements of a Moodle question file."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from courses.exchange.items import Contents, Item, NotTaken, Refusal, quoted
from courses.exchange.moodle import answers
from courses.exchange.moodle.settings import note_settings
from courses.exchange.moodle.texts import plain_of
from courses.exchange.moodle.tree import Node, read_tree
from courses.exchange.texts import Said
from courses.exchange.weighing import with_explanation

_READERS: dict[str, Callable[[Node, Said], tuple[str, dict[str, Any]]]] = {
    "multichoice": answers.read_choices,
    "truefalse": answers.read_truth,
    "shortanswer": answers.read_short,
    "matching": answers.read_pairs,
    "ordering": answers.read_steps,
}
_NUMBER = gettext_noop("It asks for a number with a tolerance, which no kind of question here does.")
_GAPS = gettext_noop("It has gaps to fill in, which no kind of question here has.")
_PICTURE = gettext_noop("It works on a picture, and questions hold text only.")
_DRAWN = gettext_noop("It stands for a question drawn from others, and holds none itself.")
_REASONS = {
    "description": gettext_noop("A description asks nothing. Put it into a lesson."),
    "essay": gettext_noop(
        "An essay needs somebody who reads it. Here a short question with a model answer comes nearest."
    ),
    "numerical": _NUMBER,
    "calculated": _NUMBER,
    "calculatedsimple": _NUMBER,
    "calculatedmulti": _NUMBER,
    "cloze": _GAPS,
    "multianswer": _GAPS,
    "gapselect": _GAPS,
    "ddwtos": _GAPS,
    "ddimageortext": _PICTURE,
    "ddmarker": _PICTURE,
    "random": _DRAWN,
    "randomsamatch": _DRAWN,
}


def read_moodle(data: bytes) -> Contents:
    """All items of the file. Raises QuestionFileError for a file that is broken, dangerous or no question file."""
    contents = Contents()

    def take(node: Node) -> None:
        if node.tag == "question" and node.attributes.get("type") == "category":
            contents.categories.append(node.value("category"))
            return
        kind = node.attributes.get("type", "") if node.tag == "question" else f"<{node.tag}>"
        title = " ".join(node.value("name").split())
        try:
            contents.add(_item(node, kind, title, contents.categories[-1] if contents.categories else ""))
        except NotTaken as refusal:
            contents.add(Refusal(node.line, title, kind, str(refusal)))

    read_tree(data, take)
    return contents


def _item(node: Node, kind: str, title: str, category: str) -> Item:
    if kind in _REASONS:
        raise NotTaken(_(_REASONS[kind]))
    if kind not in _READERS:
        raise NotTaken(_("%(kind)s is not a kind of question that is known here.") % {"kind": quoted(kind)})
    if node.value("hidden") not in ("", "0"):
        raise NotTaken(_("It is hidden in its question bank, as questions are that were deleted there."))
    said = Said()
    prompt = plain_of(node.first("questiontext"), said)
    own_kind, fields = _READERS[kind](node, said)
    fields = with_explanation(fields, plain_of(node.first("generalfeedback"), said))
    note_settings(node, said)
    tags = node.first("tags")
    return Item(
        line=node.line,
        title=title,
        kind=own_kind,
        prompt=prompt,
        fields=fields,
        category=category,
        identifier=node.value("idnumber"),
        tags=tuple(tag for tag in (_tag(one) for one in tags.all("tag")) if tag) if tags else (),
        notes=tuple(said.notes),
    )


def _tag(node: Node) -> str:
    inner = node.first("text")
    return (inner or node).text.strip()
