"""A course with every kind of question, and two people in the middle of it. Runs inside the site's own code."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from courses.content import RulesContent
from courses.grading import Review
from courses.models import AnswerKey, Attempt, Enrollment
from courses.selectors.attempts import paper
from courses.selectors.outline import StepOutline, outline_of
from courses.services.attempts import save_answer, start_attempt, submit_attempt
from courses.services.learning import start_course
from people.models import Employee
from tests.support.all_kinds import course_of_kinds, partial_answer, right_answer, store_colleagues, wrong_answer
from tests.support.courses import publish_course

KINDS, TOLD = "all-kinds", "told-kinds"
Answering = Callable[[str, dict[str, Any], dict[str, Any]], dict[str, list[str]]]


def set_kinds(solver: Employee, beginner: Employee, *, now: datetime) -> dict[str, str]:
    """Where to find each kind: unanswered (`new_…`) with the beginner, answered (`old_…`) with the solver.

    The solver's practice is wrong, right and right in part, with everything explained; the first check is failed. Of a
    check of the course TOLD, only what was right or wrong is told.
    """
    _hand_in_what_is_not_explained(solver, now=now)
    version = publish_course(course_of_kinds(KINDS, picture=store_colleagues()), now=now)
    practice, check = outline_of(version).steps
    passage = start_course(version.course, employee=solver, now=now)
    for how in (wrong_answer, right_answer, partial_answer):
        _hand_in(passage, practice, how, now=now)
    _hand_in(passage, check, wrong_answer, now=now)
    answered = _answer(passage, check, partial_answer, now=now)
    begun = start_attempt(start_course(version.course, employee=beginner, now=now), practice, now=now)
    return _places("new", practice, begun) | _places("old", check, answered)


def right_answers() -> None:
    """Prints what a form sends for each right answer, by the words of the question. Only a test may know."""
    keys = AnswerKey.objects.filter(question__step__module__version__course__slug=KINDS).select_related("question")
    found = {key.question.prompt: right_answer(key.question.kind, key.question.body, key.body) for key in keys}
    print(json.dumps(found))


def _hand_in_what_is_not_explained(solver: Employee, *, now: datetime) -> None:
    content = course_of_kinds(TOLD, picture=store_colleagues())
    (module,) = content.modules
    rules = RulesContent(review_failed=Review.RIGHT_OR_WRONG)
    steps = (module.steps[0], replace(module.steps[1], rules=rules))
    version = publish_course(replace(content, title="Kinds in words", modules=(replace(module, steps=steps),)), now=now)
    passage = start_course(version.course, employee=solver, now=now)
    practice, check = outline_of(version).steps
    _hand_in(passage, practice, right_answer, now=now)
    _hand_in(passage, check, wrong_answer, now=now)


def _places(prefix: str, step: StepOutline, attempt: Attempt) -> dict[str, str]:
    found = {}
    for question in paper(step, attempt.seed):
        name = question.key.removeprefix(f"{step.slug}-").replace("-", "_")
        found[f"{prefix}_{name}"] = "/".join([*step.address, str(attempt.number), str(question.place)])
    return found


def _answer(passage: Enrollment, step: StepOutline, how: Answering, *, now: datetime) -> Attempt:
    attempt = start_attempt(passage, step, now=now)
    keys = dict(AnswerKey.objects.filter(question__step=step.pk).values_list("question_id", "body"))
    for question in paper(step, attempt.seed):
        save_answer(attempt, question, how(question.kind, question.body, keys[question.pk]), now=now)
    return attempt


def _hand_in(passage: Enrollment, step: StepOutline, how: Answering, *, now: datetime) -> Attempt:
    return submit_attempt(_answer(passage, step, how, now=now), step, now=now)
