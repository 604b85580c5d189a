"""Makes questions of the items of a file. The check is that of packs, so what is taken can stand in a quiz."""

from collections import Counter
from dataclasses import dataclass

import yaml
from django.utils.translation import gettext as _

from courses.content import QuestionContent
from courses.exchange.items import Item, Refusal
from courses.exchange.keys import CLAUSE_TAG, SOURCE_TAG, key_for
from courses.packs.known import Known
from courses.packs.quizzes import read_quiz
from toolkit.packfiles.problems import Problems

OWN_TAGS = (CLAUSE_TAG, SOURCE_TAG, "rule:")


@dataclass(frozen=True)
class Taken:
    """A question that was taken, and where it comes from. `tags` are those that mean nothing here."""

    line: int
    title: str
    category: str
    tags: tuple[str, ...]
    notes: tuple[str, ...]
    content: QuestionContent


@dataclass(frozen=True)
class Imported:
    """Every item of a file, in its order: taken or refused. `notes` are about the file as a whole."""

    questions: tuple[Taken, ...]
    refused: tuple[Refusal, ...]
    categories: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def items(self) -> int:
        return len(self.questions) + len(self.refused)

    @property
    def counts(self) -> dict[str, int]:
        """How many questions of each kind were taken."""
        return dict(sorted(Counter(taken.content.kind for taken in self.questions).items()))

    @property
    def without_explanation(self) -> int:
        """How many say nothing about why an answer is right or wrong."""
        return sum(not is_explained(taken.content) for taken in self.questions)

    @property
    def without_clause(self) -> int:
        return sum(not taken.content.clauses for taken in self.questions)


def is_explained(question: QuestionContent) -> bool:
    return bool(question.key_body.get("feedback") or question.key_body.get("explanation"))


def take(item: Item | Refusal, used: set[str]) -> Taken | Refusal:
    """The question with a key that is not among the used, or the first reason why a pack could not hold it.

    Which sources there are is known only where the question goes to, so any key of a source is taken.
    """
    if isinstance(item, Refusal):
        return item
    key = key_for(item.identifier, item.title, item.prompt, used)
    clauses = [tag.removeprefix(CLAUSE_TAG) for tag in item.tags if tag.startswith(CLAUSE_TAG)]
    named = [tag.removeprefix(SOURCE_TAG) for tag in item.tags if tag.startswith(SOURCE_TAG)]
    row = {"key": key, "kind": item.kind, "prompt": item.prompt, **item.fields}
    row |= ({"clauses": clauses} if clauses else {}) | ({"sources": named} if named else {})
    problems = Problems()
    text = yaml.safe_dump({"title": "-", "graded": False, "questions": [row]}, allow_unicode=True, sort_keys=False)
    step = read_quiz(problems, "", text, "", Known({}, is_complete=False))
    if problems.found or step is None:
        first = min(problems.found)
        reason = _("%(what)s Expected %(expected)s.") % {"what": first.what, "expected": first.expected}
        return Refusal(item.line, item.title, item.kind, reason)
    tags = tuple(tag for tag in item.tags if not tag.startswith(OWN_TAGS))
    return Taken(item.line, item.title, item.category, tags, item.notes, step.questions[0])
