"""Questions of a quiz in a draft: one written by a form, or many taken over from a file. The others stay."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.errors import DraftRefused, DraftSavedMeanwhile
from courses.exchange.keys import key_for
from courses.kinds.parts import NotForAForm, sent, taken
from courses.models import CourseDraft, DraftFile
from courses.packs.question_rows import HEAD, without_head
from courses.packs.quiz_text import QUESTIONS, Fields, NotAList, keys_in, with_bank, with_free_keys, with_questions
from courses.packs.writing import ENDINGS
from courses.selectors.question_drafts import parts_of_row, question_digest
from courses.services.arranging_questions import opened
from courses.services.drafting import save_part, text_digest
from people.models import Employee


@transaction.atomic
def save_question(
    draft: CourseDraft, file: DraftFile, row: Fields, *, number: int | None, over: str, by: Employee, now: datetime
) -> int:
    """Stores the question in the place of the one with this number, from 1, or as a new one at the end; its number.

    `row` is as a pack has it; a new one gets its key here. `over` is the digest of the question that the writer's page
    began with; when that one stands elsewhere now, it is changed there. Raises DraftSavedMeanwhile when it is gone or
    says something else, unless it says exactly this; DraftGone; DraftRefused for a text that cannot be read.
    """
    open_draft, stored, quiz = opened(draft, file)
    rows = quiz[QUESTIONS]
    if number is None:
        texts = open_draft.files.filter(path__endswith=ENDINGS["quiz"]).values_list("text", flat=True)
        key = key_for("", "", str(row.get("prompt", "")), keys_in(texts))
        rows, at = [*rows, {"key": key, **row}], len(rows)
    else:
        at = _place(rows, number - 1, row, over)
        if _says(rows[at], row):
            return at + 1
        head = {name: rows[at][name] for name in HEAD if name in rows[at]}
        rows = [*rows[:at], {**head, **without_head(row)}, *rows[at + 1 :]]
    text = with_questions(quiz, rows)
    save_part(open_draft, stored, text, over=text_digest(stored.text), by=by, now=now)
    return at + 1


@transaction.atomic
def take_questions(
    draft: CourseDraft, file: DraftFile, bank: str, *, over: str, by: Employee, now: datetime
) -> DraftFile:
    """Adds all questions of a bank (the text of a quiz) at the end, with the comments that stand above them.

    A key that is used by now becomes another one. `over` is the digest of the text that the writer's page began with.
    Raises as `save_part` does, and DraftRefused for a text that is no bank.
    """
    open_draft, stored, quiz = opened(draft, file)
    texts = open_draft.files.filter(path__endswith=ENDINGS["quiz"]).values_list("text", flat=True)
    try:
        text = with_bank(quiz, with_free_keys(bank, keys_in(texts)))
    except NotAList:
        raise DraftRefused(_("These are no questions that can be read. Choose the file again.")) from None
    return save_part(open_draft, stored, text, over=over, by=by, now=now)


def _place(rows: list[Fields], at: int, row: Fields, over: str) -> int:
    """Where the question stands now."""
    if at < len(rows) and (question_digest(rows[at]) == over or _says(rows[at], row)):
        return at
    moved = [place for place, other in enumerate(rows) if question_digest(other) == over]
    if len(moved) != 1:
        raise DraftSavedMeanwhile
    return moved[0]


def _says(stored: Fields, row: Fields) -> bool:
    """Whether the form of the stored question would send exactly this."""
    parts = parts_of_row(stored)
    try:
        return taken(parts, sent(parts, without_head(stored))) == without_head(row)
    except NotForAForm:
        return False
