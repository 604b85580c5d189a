"""Question banks: the file of a quiz that holds what was taken, and the place in a course where it goes.

What the other system does not know is not made up: the bank is practice until its author says otherwise, and names
no clause. Where a question comes from stands above it as a comment.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from courses.content import QuestionContent
from courses.exchange.items import QuestionFileError
from courses.exchange.taking import Taken
from courses.kinds import kind_of
from courses.packs.known import Known, read_sources
from courses.packs.quizzes import read_quiz
from toolkit.packfiles.folders import LARGEST_FILE, NUMBERED, Folder, forbidden_character
from toolkit.packfiles.problems import Problem, Problems

ENDING = ".quiz.yaml"
LONGEST_COMMENT = 300


@dataclass(frozen=True)
class Bank:
    """Where a bank goes. `used_keys` are those of the other quizzes of its course; `pack` is None outside of a pack."""

    path: Path
    used_keys: frozenset[str]
    pack: Path | None

    def problems(self, text: str) -> list[Problem]:
        """What the check of packs says about this text at this place."""
        problems = Problems()
        if len(text.encode()) > LARGEST_FILE:
            problems.report(self.path.name, 1, "The file is too large.", f"at most {LARGEST_FILE:,} bytes")
            return problems.found
        known = _sources(self.pack)
        known.used |= dict.fromkeys(self.used_keys, _("another quiz of the course"))
        read_quiz(problems, self.path.name, text, "", known)
        return sorted(problems.found)


def bank_for(path: Path) -> Bank:
    """The place of a bank. Raises QuestionFileError when no quiz can stand there."""
    numbered = NUMBERED.match(path.name.removesuffix(ENDING))
    if not path.name.endswith(ENDING) or not numbered:
        raise QuestionFileError(_("The file of a quiz is named like 02-check.quiz.yaml, in small letters and digits."))
    if not path.parent.is_dir():
        raise QuestionFileError(_("There is no folder %(folder)s.") % {"folder": path.parent})
    for other in sorted(path.parent.iterdir()):
        found = NUMBERED.match(re.sub(r"(\.quiz\.yaml|\.attest\.yaml|\.md)\Z", "", other.name))
        if found and other.name != path.name and (found[1] == numbered[1] or found[2] == numbered[2]):
            sentence = _("%(other)s has the same number or name. Each stands once in a module.")
            raise QuestionFileError(sentence % {"other": other.name})
    course = path.parent.resolve().parent
    is_course = (course / "course.yaml").is_file()
    pack = course.parent.parent if is_course and (course.parent.parent / "pack.yaml").is_file() else None
    used = _keys_beside(course, path) if is_course else frozenset()
    return Bank(path, used, pack)


def bank_text(title: str, taken: Iterable[Taken]) -> str:
    """The file of a quiz with these questions. The same questions give the same text."""
    parts = [_yaml({"title": title, "graded": False}), "questions:\n"]
    for one in taken:
        parts += [f"# {comment}\n" for comment in _comments(one)]
        parts.append(_yaml([_row(one.content)]))
    return "".join(parts)


def _row(question: QuestionContent) -> dict[str, Any]:
    row: dict[str, Any] = {"key": question.key, "kind": question.kind, "prompt": question.prompt}
    row |= kind_of(question.kind).export(question.body, question.key_body)
    row |= {"clauses": list(question.clauses)} if question.clauses else {}
    return row | ({"sources": list(question.sources)} if question.sources else {})


def _comments(taken: Taken) -> list[str]:
    title = taken.title if taken.title != taken.content.key else ""
    said = {_("Title"): title, _("Category"): taken.category, _("Tags"): ", ".join(taken.tags)}
    lines = [f"{name}: {text}" for name, text in said.items() if text]
    return [_one_line(line)[:LONGEST_COMMENT] for line in (*lines, *taken.notes)]


def _one_line(text: str) -> str:
    return " ".join("".join(" " if forbidden_character(sign) else sign for sign in text).split())


def _sources(pack: Path | None) -> Known:
    return Known({}, is_complete=False) if pack is None else read_sources(Folder(pack, Problems()))


def _keys_beside(course: Path, path: Path) -> frozenset[str]:
    """The keys of all other quizzes of the course. A quiz with mistakes is for the check of the pack to name."""
    known = Known({}, is_complete=False)
    for module in sorted(folder for folder in course.iterdir() if folder.is_dir() and not folder.is_symlink()):
        folder = Folder(module, Problems())
        for name in folder.files:
            if name.endswith(ENDING) and (module / name) != path.resolve():
                read_quiz(Problems(), name, folder.read(name) or "", "", known)
    return frozenset(known.used)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(value: object) -> str:
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
