"""How hard the words of a lesson are to read. Advice: it keeps nobody from publishing."""

from dataclasses import dataclass

from courses.content import StepContent
from policies.check.reading_grade import grade, words
from policies.check.sentences import sentences

SET_GRADE = 8  # what courses for a whole workforce aim at
FEWEST_WORDS = 60  # to speak of a grade at all
HARDEST_SHOWN = 3


@dataclass(frozen=True)
class LevelAdvice:
    """The grade of a lesson, and its sentences that are hardest to read when it is above the set one."""

    grade: int
    set_grade: int
    hardest: tuple[str, ...]

    @property
    def is_above(self) -> bool:
        return self.grade > self.set_grade


def advice_on(step: StepContent) -> LevelAdvice | None:
    """None for a few words, for which a grade says nothing."""
    said = [*sentences(step.why), *sentences(step.text)]
    if sum(len(words(sentence)) for sentence in said) < FEWEST_WORDS:
        return None
    level = round(grade(said))
    hardest = sorted((one for one in said if len(words(one)) > 5), key=lambda one: -grade([one]))[:HARDEST_SHOWN]
    return LevelAdvice(level, SET_GRADE, tuple(hardest) if level > SET_GRADE else ())
