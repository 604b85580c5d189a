"""Taking an answer into an open attempt: one statement, since a learner waits for each way to the database and back."""

import json
from datetime import datetime

from django.db import connection, transaction

from courses import time_limit
from courses.kinds import Given
from courses.models import Answer, Attempt
from courses.selectors.attempts import PaperQuestion
from toolkit.prepared import Prepared

# The attempt stays locked until the answer is stored. Handing in waits for that and counts it, or was first, and then
# the attempt is no longer one that takes answers.
_TAKE = Prepared(
    "courses_take_answer",
    """
    WITH taking AS (
        SELECT id FROM courses_attempt
        WHERE id = %s AND submitted_at IS NULL AND (due_at IS NULL OR due_at >= %s)
        FOR NO KEY UPDATE
    ), answer AS (
        INSERT INTO courses_answer (attempt_id, question_id, given, revision, answered_at)
        SELECT id, CAST(%s AS bigint), CAST(%s AS jsonb), 1, CAST(%s AS timestamptz) FROM taking
        ON CONFLICT (attempt_id, question_id) DO UPDATE
        SET given = excluded.given, answered_at = excluded.answered_at, revision = courses_answer.revision + 1
        WHERE courses_answer.revision = %s OR (CAST(%s AS bigint) IS NULL AND courses_answer.given <> excluded.given)
        RETURNING attempt_id, revision
    ), place AS (
        UPDATE courses_attempt SET place = %s FROM answer WHERE id = answer.attempt_id AND place <> %s
    )
    SELECT revision FROM answer
    """,
)


def take(
    attempt: Attempt, question: PaperQuestion, given: Given, *, now: datetime, seen: int | None, place: int
) -> int | None:
    """Store the answer, and the place to go on at. Returns the revision that it has now; None if nothing was stored.

    That is: the attempt takes no answers at `now`; there is an answer of another revision than `seen`; or `seen` is
    None, and the same answer is there.
    """
    if connection.vendor != "postgresql":
        return _one_by_one(attempt, question, given, now=now, seen=seen, place=place)
    opened, answer = (attempt.pk, time_limit.takes_answers_of(now)), (question.pk, json.dumps(given), now)
    rows = _TAKE.rows(*opened, *answer, seen, seen, place, place)
    return rows[0][0] if rows else None


@transaction.atomic
def _one_by_one(
    attempt: Attempt, question: PaperQuestion, given: Given, *, now: datetime, seen: int | None, place: int
) -> int | None:
    """SQLite has no such statement; it lets one write at a time, so nothing can come in between."""
    if not Attempt.objects.filter(pk=attempt.pk).taking_answers(now).update(place=place):
        return None
    row = Answer.objects.filter(attempt=attempt, question_id=question.pk).first()
    if row is None:
        row = Answer(attempt=attempt, question_id=question.pk, revision=0)
    elif row.given == given if seen is None else row.revision != seen:
        transaction.set_rollback(True)  # the place too
        return None
    row.given, row.answered_at, row.revision = given, now, row.revision + 1
    row.save()
    return row.revision
