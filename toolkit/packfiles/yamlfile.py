"""YAML with line numbers: each value is checked when it is asked for.

Of YAML we take mappings, lists, texts, whole numbers, true and false.
"""

import re
from collections.abc import Sequence
from datetime import date

import yaml

from toolkit.packfiles.folders import Folder, forbidden_character
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlnodes import compose

LONGEST_KEY_SHOWN = 60

_KINDS = {
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:null": "empty",
    "tag:yaml.org,2002:timestamp": "a date",
    "tag:yaml.org,2002:seq": "a list",
    "tag:yaml.org,2002:map": "a block of keys",
    "tag:yaml.org,2002:str": "a text",
}
_TEXT = "tag:yaml.org,2002:str"
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})\Z")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def read_mapping(problems: Problems, file: str, text: str, *, first_line: int = 1) -> "Mapping | None":
    """The mapping that the text holds, or None when something was reported. `first_line` is where the text begins."""
    node = compose(problems, file, text, first_line)
    if node is None:
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.report(file, first_line + node.start_mark.line, f"The file holds {_kind(node)}.", "keys with values")
        return None
    return Mapping(problems, file, node, first_line)


def read_fields(folder: Folder, name: str, expected: str) -> "Mapping | None":
    """The mapping in a file of this folder, or None when something was reported. The file has to be there."""
    if name not in folder.files:
        folder.report(name, "The file is missing.", expected)
        return None
    text = folder.read(name)
    return None if text is None else read_mapping(folder.problems, folder.inside(name), text)


def read_list(problems: Problems, file: str, text: str) -> "list[Mapping]":
    """The mappings in a file that is one list of them."""
    node = compose(problems, file, text, 1)
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        problems.report(file, 1 + node.start_mark.line, f"The file holds {_kind(node)}.", "a list of blocks")
        return []
    return _mappings(problems, file, node, 1, "the list")


class Mapping:
    """A mapping of a file. Each question checks and reports; `close` reports the keys that nobody asked for."""

    def __init__(self, problems: Problems, file: str, node: yaml.MappingNode, first_line: int) -> None:
        self._problems = problems
        self._file = file
        self._first_line = first_line
        self.line = first_line + node.start_mark.line
        self._values: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: list[str] = []
        self._inner: list[Mapping] = []
        for key_node, value in node.value:
            line = first_line + key_node.start_mark.line
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "[...]"
            if key in self._values:
                expected = f"each key once; it stands on line {self._lines[key]} already"
                problems.report(file, line, f'The key "{_shown(key)}" is there twice.', expected)
            else:
                self._values[key] = value
                self._lines[key] = line

    def report(self, what: str, expected: str, *, key: str | None = None) -> None:
        self._problems.report(self._file, self.line_of(key), what, expected)

    def line_of(self, key: str | None) -> int:
        return self._lines.get(key or "", self.line)

    def names(self) -> tuple[str, ...]:
        """All keys, for a mapping whose keys are the author's own."""
        return tuple(self._values)

    def has(self, key: str) -> bool:
        return key in self._values

    def forgive(self) -> None:
        """Which keys belong here cannot be known any more; do not report those that nobody asks for."""
        self._asked.extend(self._values)

    def close(self) -> None:
        """Reports the keys that nobody asked for, here and in all mappings inside."""
        for key in self._values:
            if key not in self._asked:
                known = ", ".join(dict.fromkeys(self._asked))
                self.report(f'The key "{_shown(key)}" is not known here.', f"one of {known}", key=key)
        for inner in self._inner:
            inner.close()

    def text(self, key: str, *, limit: int = 10_000, is_required: bool = True) -> str:
        node = self._take(key, is_required, "a text")
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode) or node.tag != _TEXT:
            hint = "a text" if not isinstance(node, yaml.ScalarNode) else "a text; put quotes around it"
            self.report(f'"{key}" is {_kind(node)}.', hint, key=key)
            return ""
        return self._checked(key, node.value.strip(), limit, self.line_of(key))

    def day(self, key: str, *, is_required: bool = True) -> str:
        """A date as YYYY-MM-DD."""
        node = self._take(key, is_required, "a date like 2026-11-24")
        if node is None:
            return ""
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        try:
            return date.fromisoformat(value).isoformat() if _DAY.match(value) else self._no_day(key)
        except ValueError:
            return self._no_day(key)

    def whole(self, key: str, low: int, high: int, *, is_required: bool = True) -> int | None:
        expected = f"a whole number from {low} to {high}"
        node = self._take(key, is_required, expected)
        if node is None:
            return None
        is_plain = isinstance(node, yaml.ScalarNode) and node.style is None and _WHOLE.match(node.value)
        if not is_plain:
            self.report(f'"{key}" is not a whole number.', expected, key=key)
            return None
        value = int(node.value)
        if not low <= value <= high:
            self.report(f'"{key}" is {value}.', expected, key=key)
            return None
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool | None:
        """true or false, or None when something was reported. With a default the key may be absent."""
        node = self._take(key, default is None, "true or false")
        if node is None:
            return default
        if not isinstance(node, yaml.ScalarNode) or node.style is not None or node.value not in ("true", "false"):
            self.report(f'"{key}" is neither true nor false.', "true or false", key=key)
            return None
        return bool(node.value == "true")

    def texts(self, key: str, *, limit: int = 300, is_required: bool = True) -> tuple[str, ...]:
        """A list of texts; it may not be empty and holds each text once."""
        node = self._take(key, is_required, "a list of texts")
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            what = "an empty list" if isinstance(node, yaml.SequenceNode) else _kind(node)
            self.report(f'"{key}" is {what}.', "a list of texts", key=key)
            return ()
        found: list[str] = []
        for item in node.value:
            line = self._first_line + item.start_mark.line
            if not isinstance(item, yaml.ScalarNode) or item.tag != _TEXT:
                self._problems.report(self._file, line, f'"{key}" holds {_kind(item)}.', "texts only")
                continue
            text = self._checked(key, item.value.strip(), limit, line)
            if text in found:
                self._problems.report(self._file, line, f'"{_shown(text)}" is in "{key}" twice.', "each text once")
            found.append(text)
        return tuple(found)

    def mappings(self, key: str) -> "Sequence[Mapping]":
        """A list of mappings, at least one."""
        node = self._take(key, True, "a list of blocks")
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            what = "an empty list" if isinstance(node, yaml.SequenceNode) else _kind(node)
            self.report(f'"{key}" is {what}.', "a list with at least one block", key=key)
            return []
        rows = _mappings(self._problems, self._file, node, self._first_line, f'"{key}"')
        self._inner.extend(rows)
        return rows

    def mapping(self, key: str, *, is_required: bool = True) -> "Mapping | None":
        """A mapping with at least one key."""
        node = self._take(key, is_required, "a block of keys")
        if node is None:
            return None
        if not isinstance(node, yaml.MappingNode) or not node.value:
            what = "an empty block" if isinstance(node, yaml.MappingNode) else _kind(node)
            self.report(f'"{key}" is {what}.', "a block of keys with values", key=key)
            return None
        inner = Mapping(self._problems, self._file, node, self._first_line)
        self._inner.append(inner)
        return inner

    def _take(self, key: str, is_required: bool, expected: str) -> yaml.Node | None:
        self._asked.append(key)
        node = self._values.get(key)
        if node is None and is_required:
            self.report(f'The key "{key}" is missing.', f"{key}: {expected}")
        return node

    def _checked(self, key: str, text: str, limit: int, line: int) -> str:
        found = forbidden_character(text)
        if not text:
            self._problems.report(self._file, line, f'"{key}" is empty.', "a text")
        elif found:
            expected = "text without control or invisible characters"
            self._problems.report(self._file, line, f'"{key}" holds {found}.', expected)
        elif len(text) > limit:
            expected = f"at most {limit:,} characters"
            self._problems.report(self._file, line, f'"{key}" is too long: {len(text):,} characters.', expected)
        return text

    def _no_day(self, key: str) -> str:
        self.report(f'"{key}" is not a date.', "a date like 2026-11-24", key=key)
        return ""


def _mappings(problems: Problems, file: str, node: yaml.SequenceNode, first_line: int, where: str) -> list[Mapping]:
    rows = []
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            rows.append(Mapping(problems, file, item, first_line))
        else:
            line = first_line + item.start_mark.line
            problems.report(file, line, f"An item of {where} is {_kind(item)}.", "a block of keys with values")
    return rows


def _kind(node: yaml.Node) -> str:
    return _KINDS.get(node.tag, "something else")


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_KEY_SHOWN else f"{text[:LONGEST_KEY_SHOWN]}…"
