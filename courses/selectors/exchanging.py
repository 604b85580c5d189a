"""Questions of a draft and of other systems: what a file would bring into a quiz, and what GIFT can say of one."""

from dataclasses import dataclass
from typing import IO

from courses.content import StepContent
from courses.exchange import LARGEST_FILE, Exported, Imported, bank_text, read_questions, refuse_large, write_gift
from courses.kinds import KINDS
from courses.kinds.parts import Words
from courses.models import CourseDraft, DraftFile
from courses.packs.quiz_text import Fields, keys_in, with_bank
from courses.packs.writing import ENDINGS
from courses.selectors.drafts import reading_of, sources_of_draft
from toolkit.packfiles.folders import LARGEST_FILE as LARGEST_TEXT


@dataclass(frozen=True)
class Checked:
    """What becomes of every item of a file. `bank` is what would be added; `fits` is whether a quiz can hold it."""

    imported: Imported
    bank: str
    fits: bool

    @property
    def counts(self) -> list[tuple[Words, int]]:
        return [(KINDS[kind].title, count) for kind, count in self.imported.counts.items()]


def check_file(draft: CourseDraft, quiz: Fields, file: IO[bytes], size: int, form: str) -> Checked:
    """Raises QuestionFileError for a file that cannot be read as a whole."""
    refuse_large(size)
    texts = draft.files.filter(path__endswith=ENDINGS["quiz"]).values_list("text", flat=True)
    imported = read_questions(file.read(LARGEST_FILE + 1), form, used_keys=keys_in(texts))
    bank = bank_text("-", imported.questions) if imported.questions else ""
    fits = bool(bank) and len(with_bank(quiz, bank).encode("utf-8", "surrogatepass")) <= LARGEST_TEXT
    return Checked(imported, bank if fits else "", fits)


def as_gift(draft: CourseDraft, file: DraftFile) -> Exported | None:
    """The quiz as it is stored; None for what is no quiz, or has mistakes."""
    reading = reading_of(draft)
    content = reading.at(sources_of_draft(draft), draft.slug, file.path)
    if not isinstance(content, StepContent) or not content.questions or reading.problems_in(file.path):
        return None
    return write_gift(content.questions)
