"""What the people of the demo answered: as many right as an attempt needs to end as it did, hard questions least."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from courses.grading import is_passed, score
from courses.kinds import kind_of
from courses.models import Answer, AnswerKey, Attempt
from courses.selectors.asking import asked_in
from courses.selectors.attempts import PaperQuestion, paper
from courses.selectors.outline import StepOutline

Keys = dict[int, dict[str, Any]]
WRONG_AT_MOST = 0.3  # of the paper, in an attempt that is passed


def keys_of(step: StepOutline) -> Keys:
    return dict(AnswerKey.objects.filter(question__step=step.pk).values_list("question_id", "body"))


def answer_all(attempt: Attempt, step: StepOutline, keys: Keys, random: Random, *, passes: bool) -> list[Answer]:
    """The answers of this attempt, which gets its result and its end from them. It passes or fails as it is told to."""
    asked = paper(asked_in(attempt, step), attempt.seed)
    given = {question.pk: right_answer(question, keys[question.pk]) for question in asked}
    in_order = sorted(asked, key=lambda one: random.random() - _hardness(one))
    most = int(WRONG_AT_MOST * len(asked) * random.random() ** 2 + 0.5) if passes else len(asked)
    for question in in_order[:most]:
        before = given[question.pk]
        given[question.pk] = wrong_answer(question, keys[question.pk], random)
        _grade(attempt, asked, given, keys)
        if passes and not attempt.is_passed:
            given[question.pk] = before
        if not passes and not attempt.is_passed:
            break
    points = _grade(attempt, asked, given, keys)
    at = attempt.started_at
    answers = []
    for question in asked:
        at += timedelta(seconds=random.randint(8, 50) + int(25 * _hardness(question)))
        answers.append(_answer(attempt, question, given[question.pk], points[question.pk], at))
    attempt.submitted_at = at + timedelta(seconds=random.randint(5, 40))
    return answers


def _answer(attempt: Attempt, question: PaperQuestion, given: Any, points: int, at: datetime) -> Answer:
    return Answer(attempt=attempt, question_id=question.pk, given=given, points=points, answered_at=at)


def _hardness(question: PaperQuestion) -> float:
    """From 0 to 1, always the same for a question."""
    return Random(question.key).random()  # noqa: S311 - invents figures, guards nothing


def _grade(attempt: Attempt, asked: tuple[PaperQuestion, ...], given: dict[int, Any], keys: Keys) -> dict[int, int]:
    points = {one.pk: kind_of(one.kind).grade(given[one.pk], keys[one.pk]) for one in asked}
    counted = [points[one.pk] for one in asked if kind_of(one.kind).counts(keys[one.pk])]
    mandatory = [points[one.pk] for one in asked if one.is_mandatory]
    attempt.score = score(counted)
    attempt.is_passed = is_passed(attempt.score, attempt.pass_mark, mandatory)
    return points


def right_answer(question: PaperQuestion, key: dict[str, Any]) -> Any:
    """What is stored for the right answer to a question of any kind."""
    match question.kind:
        case "match":
            return dict(key["pairs"])
        case "order":
            return list(key["order"])
        case "short":
            return (key["accepted"] or [key["model"]])[0]
        case "decide":
            return key["best"]
        case "spot":
            return [number for span in key["targets"] for number in range(span["first"], span["last"] + 1)]
    return sorted(key["correct"])


def wrong_answer(question: PaperQuestion, key: dict[str, Any], random: Random) -> Any:
    """One that is as likely as it is wrong: another choice, two steps changed over, a phrase that was not seen."""
    right = right_answer(question, key)
    match question.kind:
        case "match":
            return dict(zip(right, [*list(right.values())[1:], *list(right.values())[:1]], strict=True))
        case "order":
            return [*right[1:], right[0]]
        case "short":
            return random.choice(["My manager", "my manager", "Nobody", "I would ask a colleague"])
        case "decide":
            return random.choice([name for name in ("post", "change_first", "report_it") if name != right])
        case "spot":
            return right[: max(1, len(right) // 2)]
    wrong = [choice["key"] for choice in question.body["choices"] if choice["key"] not in right]
    if question.kind == "multiple":
        return right[1:] or wrong[:1] or right
    return [random.choices(wrong, range(len(wrong), 0, -1))[0]]
