"""The text of a quiz as plain values, so that questions can be moved, copied and changed, and written again.

Only what a pack can hold: mappings, lists, texts, whole numbers, true and false. Values that make no sense stay as they
are, for the reader of packs to name. Comments do not stay.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from courses.packs.arranging import free_name
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlnodes import compose
from toolkit.packfiles.yamlwriting import yaml_text

QUESTIONS = "questions"
Fields = dict[str, Any]


class NotAList(Exception):
    """The text is no YAML, or has no list of questions: it can only be changed as text."""


def quiz_of(text: str) -> Fields:
    """The mapping of a quiz, with a list of mappings under `questions`. Raises NotAList."""
    problems = Problems()
    node = compose(problems, "", text, 1)
    found = _plain(node) if node is not None and not problems.found else None
    if not isinstance(found, dict):
        raise NotAList
    rows = found.get(QUESTIONS)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotAList
    return found


def text_of(quiz: Mapping[str, Any]) -> str:
    return yaml_text(quiz)


def with_questions(quiz: Fields, rows: Iterable[Fields]) -> str:
    """The text of the quiz with these questions instead of its own."""
    return yaml_text({**quiz, QUESTIONS: list(rows)})


def with_new_keys(text: str, used: Iterable[str]) -> str:
    """The text with a key of its own for each question whose key is used elsewhere; as it is when it is no list."""
    try:
        quiz = quiz_of(text)
    except NotAList:
        return text
    taken = set(used)
    rows = []
    for row in quiz[QUESTIONS]:
        key = free_name(str(row.get("key", "question")), taken)
        taken.add(key)
        rows.append({**row, "key": key})
    return with_questions(quiz, rows)


def with_free_keys(text: str, used: set[str]) -> str:
    """The same text unless one of its keys is used elsewhere."""
    return with_new_keys(text, used) if keys_in([text]) & used else text


def with_bank(quiz: Fields, bank: str) -> str:
    """The text of the quiz with the questions of a bank at its end, and the comments above each. Raises NotAList."""
    rows = [*quiz[QUESTIONS], *quiz_of(bank)[QUESTIONS]]
    others = {key: value for key, value in quiz.items() if key != QUESTIONS}
    text = yaml_text({**others, QUESTIONS: quiz[QUESTIONS]}) + bank.partition(f"{QUESTIONS}:\n")[2]
    plain = yaml_text({**others, QUESTIONS: rows})
    try:
        return text if quiz_of(text)[QUESTIONS] == rows else plain
    except NotAList:
        return plain


def keys_in(texts: Iterable[str]) -> set[str]:
    """The keys of all questions of these quizzes, as far as they can be read."""
    found: set[str] = set()
    for text in texts:
        try:
            found |= {str(row.get("key", "")) for row in quiz_of(text)[QUESTIONS]}
        except NotAList:
            continue
    return found


def prompts_in(text: str) -> list[str]:
    """The words of each question, or its key where there are none; nothing for a text that cannot be read."""
    try:
        return [str(row.get("prompt") or row.get("key") or "–") for row in quiz_of(text)[QUESTIONS]]
    except NotAList:
        return []


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _plain(value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return ""
    if node.style is None and node.value in ("true", "false"):
        return bool(node.value == "true")
    if node.tag == "tag:yaml.org,2002:int" and str(node.value).isascii() and str(node.value).isdigit():
        return int(node.value) if str(int(node.value)) == node.value else node.value
    return node.value
