"""Questions of a quiz in a draft: moved, copied, taken out. The text of the quiz is written anew each time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.errors import DraftGone, DraftRefused, DraftSavedMeanwhile
from courses.models import CourseDraft, DraftFile
from courses.packs.arranging import free_name
from courses.packs.quiz_text import QUESTIONS, Fields, NotAList, keys_in, quiz_of, with_questions
from courses.packs.writing import ENDINGS
from courses.services.drafting import locked, save_part
from people.models import Employee

ACTS = ("up", "down", "duplicate", "remove")


@transaction.atomic
def arrange_questions(
    draft: CourseDraft, file: DraftFile, *, act: str, number: int, over: str, by: Employee, now: datetime
) -> DraftFile:
    """One of ACTS with the question of this number, from 1. `over` is the digest of the text that the page showed.

    Raises DraftSavedMeanwhile and DraftGone as `save_part` does, and DraftRefused for a text without a list of
    questions, and for taking out the last one.
    """
    open_draft, stored, quiz = opened(draft, file)
    rows = quiz[QUESTIONS]
    if act == "remove" and len(rows) == 1:
        raise DraftRefused(_("A quiz has at least one question."))
    texts = open_draft.files.filter(path__endswith=ENDINGS["quiz"]).values_list("text", flat=True)
    text = with_questions(quiz, _arranged(rows, act, number, keys_in(texts)))
    return save_part(open_draft, stored, text, over=over, by=by, now=now)


@transaction.atomic
def order_questions(
    draft: CourseDraft, file: DraftFile, numbers: Sequence[int], *, over: str, by: Employee, now: datetime
) -> DraftFile:
    """All questions in the order of these numbers, which count from 1. Raises as `arrange_questions` does."""
    open_draft, stored, quiz = opened(draft, file)
    rows = quiz[QUESTIONS]
    if sorted(numbers) != list(range(1, len(rows) + 1)):
        raise DraftSavedMeanwhile
    text = with_questions(quiz, (rows[number - 1] for number in numbers))
    return save_part(open_draft, stored, text, over=over, by=by, now=now)


def opened(draft: CourseDraft, file: DraftFile) -> tuple[CourseDraft, DraftFile, Fields]:
    """The locked draft, the file as it is stored, and its quiz."""
    open_draft = locked(draft)
    stored = open_draft.files.filter(uuid=file.uuid, sha256="").first()
    if stored is None:
        raise DraftGone
    return open_draft, stored, quiz_in(stored)


def quiz_in(file: DraftFile) -> Fields:
    """The quiz of a stored file. Raises DraftRefused for a text that has no list of questions."""
    try:
        return quiz_of(file.text)
    except NotAList:
        raise DraftRefused(_("The text has no list of questions that can be read. Change it as text.")) from None


def _arranged(rows: list[Fields], act: str, number: int, used: set[str]) -> list[Fields]:
    """The rows after the act; as they are for a number that there is not."""
    if not 1 <= number <= len(rows):
        return rows
    at = number - 1
    row, others = rows[at], [*rows[:at], *rows[number:]]
    if act == "remove":
        return others
    if act == "duplicate":
        copy = {**row, "key": free_name(str(row.get("key", "question")), used)}
        return [*rows[:number], copy, *rows[number:]]
    to = max(0, at - 1) if act == "up" else at + 1
    return [*others[:to], row, *others[to:]]
