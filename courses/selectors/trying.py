"""A quiz of a draft as a learner would meet it. What an author answers stays in their session."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from courses import grading
from courses.content import LATEST_VERSION, StepContent
from courses.grading import Review
from courses.models import CourseDraft, DraftFile, Step
from courses.selectors.attempts import PaperQuestion, ReviewedQuestion, paper, reviewed
from courses.selectors.drafts import address_in, reading_of, sources_of_draft
from courses.selectors.outline import StepOutline
from courses.selectors.previews import outline_in


@dataclass(frozen=True)
class TriedQuiz:
    """The quiz with the paper that the seed draws. `content` has the answer keys."""

    step: StepOutline
    content: StepContent
    questions: tuple[PaperQuestion, ...]

    def review(self, given: Mapping[str, Any], level: Review) -> tuple[ReviewedQuestion, ...]:
        """Every question with what was given, by its key, and the feedback that learners get at this level."""
        keys = {question.key: question.key_body for question in self.content.questions}
        return tuple(reviewed(one, given.get(one.key), keys[one.key], level) for one in self.questions)

    def result(self, given: Mapping[str, Any]) -> tuple[int, bool]:
        """Percent over the questions that count, and whether it is passed, as `courses.services.attempts` has it."""
        rows = self.review(given, Review.SCORE)
        score = grading.score([row.points for row in rows if row.counts])
        mandatory = [row.points for row in rows if row.question.is_mandatory]
        return score, grading.is_passed(score, self.step.pass_mark, mandatory)


def tried_quiz(draft: CourseDraft, file: DraftFile, seed: int) -> TriedQuiz | None:
    """None for what is no quiz, or has mistakes: a learner could never meet it.

    It asks what belongs to the newest version of the policy.
    """
    reading = reading_of(draft)
    content = reading.at(sources_of_draft(draft), draft.slug, file.path)
    if not isinstance(content, StepContent) or content.kind != Step.Kind.QUIZ or reading.problems_in(file.path):
        return None
    step = outline_in(reading, content, partial(address_in, draft)).with_policy(LATEST_VERSION)
    return TriedQuiz(step, content, paper(step, seed))
