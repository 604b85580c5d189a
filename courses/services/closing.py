"""Closing an attempt: graded once, with the answers that are stored. Runs in the caller's transaction and locks."""

from datetime import datetime

from courses import kinds, time_limit
from courses.errors import Unanswered
from courses.grading import is_passed, score
from courses.models import Answer, AnswerKey, Attempt, Enrollment
from courses.selectors.asking import asked_in
from courses.selectors.attempts import paper
from courses.selectors.outline import StepOutline
from courses.services.completing import complete_if_done
from courses.services.learning import mark_finished


def close(attempt: Attempt, enrollment: Enrollment, step: StepOutline, *, now: datetime) -> Attempt:
    """Grade an open attempt and close it. A pass finishes the step, and the last step completes the course.

    Raises Unanswered while questions are open. Once the time is over they count as wrong, and the attempt has ended
    when its time did, whoever notices when.
    """
    is_over = time_limit.is_over(attempt.due_at, now)
    answers = {answer.question_id: answer for answer in Answer.objects.filter(attempt=attempt)}
    questions = paper(asked_in(attempt, step), attempt.seed)
    missing = [question.place for question in questions if question.pk not in answers]
    if missing and not is_over:
        raise Unanswered(missing)
    keys = dict(AnswerKey.objects.filter(question__step=step.pk).values_list("question_id", "body"))
    counted, mandatory = [], []
    for question in questions:
        kind, answer, key = kinds.kind_of(question.kind), answers.get(question.pk), keys[question.pk]
        points = kind.grade(answer.given, key) if answer else 0
        if answer:
            answer.points = points
        if kind.counts(key):
            counted.append(points)
        if question.is_mandatory:
            mandatory.append(points)
    Answer.objects.bulk_update(answers.values(), ["points"])
    attempt.score = score(counted)
    attempt.is_passed = is_passed(attempt.score, attempt.pass_mark, mandatory)
    attempt.submitted_at = attempt.due_at if is_over else now
    attempt.save(update_fields=["score", "is_passed", "submitted_at"])
    if attempt.is_passed and enrollment.closed_at is None:
        mark_finished(enrollment, step, now=now)
        complete_if_done(enrollment, now=now)
    return attempt
