"""Two wordings of a course compared, as their source files, line by line."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from courses.content import CourseContent
from courses.packs.sources import Sources
from courses.packs.writing import PACK, sources_of

LINES_AROUND = 2
MOST_LINES = 400  # of one file


@dataclass(frozen=True)
class Line:
    """`sign` is "+" for a new line, "-" for one that is gone, " " for one that stays, "@" for lines left out."""

    sign: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One file. `state` is new, gone or changed; a file for lessons has no lines."""

    name: str
    state: str
    lines: tuple[Line, ...] = ()


def differences(before: CourseContent | None, after: CourseContent) -> tuple[Difference, ...]:
    """What differs, in the order of paths. Numbers of names do not count: what was only moved is one line less or more
    in `order`, which lists modules and steps as learners meet them."""
    old, new = _named(before) if before else ({}, {}), _named(after)
    rows = []
    for name in sorted({*old[0], *new[0]}):
        was, now = old[0].get(name), new[0].get(name)
        if was != now:
            rows.append(Difference(name, _state(was, now), tuple(_lines(was or "", now or ""))))
    for name in sorted({*old[1], *new[1]}):
        digest, other = old[1].get(name), new[1].get(name)
        if digest != other:
            rows.append(Difference(name, _state(digest, other)))
    return tuple(rows)


def _named(content: CourseContent) -> tuple[dict[str, str], dict[str, str]]:
    """Texts, and digests of other files, by names without numbers; and the order under a name of its own."""
    sources: Sources = sources_of(content)
    texts = {_plain(path, content.slug): text for path, text in sources.texts.items() if path != PACK}
    steps = (f"{module.slug}/{step.slug}" for module in content.modules for step in module.steps)
    texts["order"] = "\n".join(steps) + "\n"
    return texts, {_plain(path, content.slug): stored.sha256 for path, stored in sources.files.items()}


def _plain(path: str, slug: str) -> str:
    parts = path.removeprefix(f"courses/{slug}/").split("/")
    return "/".join(part[3:] if part[:2].isdigit() and part[2:3] == "-" else part for part in parts)


def _state(before: str | None, after: str | None) -> str:
    if before is None:
        return "new"
    return "gone" if after is None else "changed"


def _lines(before: str, after: str) -> Iterator[Line]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=LINES_AROUND)
    for number, line in enumerate(found):
        if number < 3:
            continue  # two names of files, which there are none of, and where it begins
        if number > MOST_LINES:
            yield Line("@", "…")
            return
        yield Line(line[0], "…" if line[0] == "@" else line[1:])
