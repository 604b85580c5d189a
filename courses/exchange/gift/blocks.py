"""Cuts a GIFT file into its blocks: what stands between blank lines, without comments and categories."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(r"\[tag:([^\]\[]+)\]")
_IDENTIFIER = re.compile(r"\[id:([^\]\[]+)\]")
_CATEGORY = "$CATEGORY:"


@dataclass
class Block:
    """The text of one question. `line` is that of its first words; comments in the block may hold tags and an id."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    identifier: str = ""
    category: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def cut(text: str) -> Iterator[Block | str]:
    """The blocks in their order; a text is the name of the category to which those after it belong."""
    category = ""
    block = Block()
    for number, line in enumerate(text.split("\n"), start=1):
        words = line.strip()
        if not words:
            if block.lines:
                yield block
            block = Block(category=category)
        elif words.startswith("//"):
            block.tags += [tag.strip() for tag in _TAG.findall(words)]
            found = _IDENTIFIER.search(words)
            block.identifier = found[1].strip() if found else block.identifier
        elif words.startswith(_CATEGORY):
            if block.lines:
                yield block
            category = words.removeprefix(_CATEGORY).strip()
            yield category
            block = Block(category=category)
        else:
            block.line = block.line or number
            block.lines.append(line)
    if block.lines:
        yield block
