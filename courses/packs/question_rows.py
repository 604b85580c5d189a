"""A question of a quiz as an author's form has it: its parts, and on which lines of the file they stand."""

from collections.abc import Iterator
from typing import Any

import yaml
from django.utils.translation import gettext_lazy

from courses.kinds import Kind
from courses.kinds.parts import Chosen, Flag, Lines, Part, Text, Whole
from courses.packs.quiz_text import QUESTIONS
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlnodes import compose

HEAD = ("key", "kind")  # given to a question once, and not asked for
PROMPT = Text("prompt", gettext_lazy("Question"), rows=3)
AROUND: tuple[Part, ...] = (
    Chosen("clauses", gettext_lazy("Clauses of the policy that it checks")),
    Chosen("sources", gettext_lazy("Sources")),
    Whole(
        "since",
        gettext_lazy("Asked from version"),
        gettext_lazy("Of the policy. Left empty, from the first."),
    ),
    Whole(
        "until",
        gettext_lazy("Asked up to version"),
        gettext_lazy("Of the policy. Left empty, for good."),
    ),
    Lines("tags", gettext_lazy("Tags"), gettext_lazy("By which a quiz can draw questions. One on each line.")),
    Flag(
        "mandatory",
        gettext_lazy("Has to be right for the quiz to be passed"),
        is_required=False,
    ),
)


def parts_of(kind: Kind) -> tuple[Part, ...]:
    """All that is filled in, in the order of the file."""
    return (PROMPT, *kind.parts, *AROUND)


def places_in(text: str, number: int) -> dict[int, str]:
    """For each line of the question with this number, from 1, the name of the form's field; "" for the whole of it.

    Empty for a text without such a question.
    """
    root = compose(Problems(), "", text, 1)
    rows = _value(root, QUESTIONS)
    if not isinstance(rows, yaml.SequenceNode) or not 1 <= number <= len(rows.value):
        return {}
    question = rows.value[number - 1]
    named = dict(_places(question, ""))
    first = question.start_mark.line
    end = rows.value[number].start_mark.line if number < len(rows.value) else text.count("\n") + 1
    places, name = {}, ""
    for line in range(first, end):
        name = named.get(line, name)
        places[line + 1] = "" if name in HEAD else name
    return places


def _places(node: yaml.Node, name: str) -> Iterator[tuple[int, str]]:
    """Where each value begins. Of several on one line the innermost comes last, and wins."""
    before = f"{name}-" if name else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.start_mark.line, f"{before}{key.value}"
            yield from _places(value, f"{before}{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield item.start_mark.line, f"{before}{number}"
            yield from _places(item, f"{before}{number}")


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == name), None)


def without_head(row: dict[str, Any]) -> dict[str, Any]:
    """What an author fills in of a question."""
    return {name: value for name, value in row.items() if name not in HEAD}
