"""One question of a quiz in a draft: what its form offers, what is wrong with it, and how learners would see it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from courses.content import StepContent
from courses.kinds import KINDS
from courses.kinds.parts import Part
from courses.models import CourseDraft
from courses.packs.known import read_sources as read_known
from courses.packs.question_rows import parts_of, places_in
from courses.packs.sources import folder_of
from courses.selectors.attempts import ReviewedQuestion
from courses.selectors.drafts import address_in, read_sources, reading_of, sources_of_draft, with_text
from courses.selectors.gone import clauses_for
from courses.selectors.previews import explained
from toolkit.packfiles.problems import Problems, printable
from toolkit.packfiles.yamlwriting import yaml_text

Options = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong, and the name of the field with it; "" for the question as a whole."""

    name: str
    what: str
    expected: str


@dataclass(frozen=True)
class QuestionLook:
    """`shown` is None while too much is missing."""

    problems: tuple[FieldProblem, ...]
    shown: ReviewedQuestion | None


def question_digest(row: Mapping[str, Any]) -> str:
    """What a form carries to say which question it began with."""
    return hashlib.sha256(yaml_text(row).encode("utf-8", "surrogatepass")).hexdigest()


def parts_of_row(row: Mapping[str, Any]) -> tuple[Part, ...]:
    """The parts of the question's kind; none for a kind that is not known."""
    kind = KINDS.get(str(row.get("kind", "")))
    return parts_of(kind) if kind else ()


def offered(draft: CourseDraft) -> Options:
    """What can be chosen: clauses of the policies that the course asks to sign, and the sources of the draft."""
    course = reading_of(draft).course
    sources = read_known(folder_of(sources_of_draft(draft), Problems())).sources
    return {
        "clauses": [(key, f"{heading} ({key})") for key, heading in clauses_for(course).items()],
        "sources": [(key, f"{key}: {source.title}") for key, source in sources.items()],
    }


def look_at_question(draft: CourseDraft, path: str, text: str, number: int) -> QuestionLook:
    """The question with this number, from 1, as if this text of its quiz were stored."""
    sources = with_text(sources_of_draft(draft), path, text)
    reading = read_sources(sources)
    places = places_in(text, number)
    found = [problem for problem in reading.problems_in(path) if problem.line in places]
    content = reading.at(sources, draft.slug, path)
    shown = None
    if isinstance(content, StepContent) and len(content.questions) >= number:
        shown = explained(number, content.questions[number - 1], content, partial(address_in, draft))
    problems = (FieldProblem(places[one.line], printable(one.what), printable(one.expected)) for one in found)
    return QuestionLook(tuple(problems), shown)
