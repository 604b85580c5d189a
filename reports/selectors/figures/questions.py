"""Each question of a course version: how many answered it, how well, how well it tells apart, and how long it took."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from courses.kinds import kind_of
from courses.models import AnswerKey, CourseVersion, Question
from courses.timing import LEAST_CAP
from reports.figures.small_groups import Part, is_small, parts_of
from reports.figures.statistics import PairSums, correlation, median
from reports.selectors.figures.asking import FIRST, places, rows, whole_seconds

NO_QUESTION = -1


@dataclass(frozen=True)
class Measured:
    """What was measured of a question: of `people`, how many had it wholly right, and how it goes with the others.

    `discrimination` is None where it cannot be computed, `seconds` is a median.
    """

    people: int
    right: Part
    discrimination: float | None
    seconds: float | None


@dataclass(frozen=True)
class QuestionLine:
    """A question with what was measured: None if nobody answered it yet, or, if `is_hidden`, fewer than five people.

    A question that does not count leaves the score alone, and the others are not compared with it.
    """

    question: Question
    counts: bool
    measured: Measured | None
    is_hidden: bool


def question_lines(version: CourseVersion) -> list[QuestionLine]:
    """All questions in the order of the course, in three queries."""
    questions = list(
        Question.objects.filter(step__module__version=version)
        .select_related("step__module__version__course", "answer_key")
        .order_by("step__module__position", "step__position", "position")
    )
    uncounted = [question.pk for question in questions if not _counts(question)]
    found = {row[0]: row[1:] for row in rows(*_sums(version, uncounted))}
    times: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for pk, seconds, often in rows(*_times(version)):
        times[pk].append((seconds, often))
    lines = []
    for question in questions:
        people = found[question.pk][0] if question.pk in found else 0
        is_hidden = is_small(people)
        measured = _measured(found[question.pk], times[question.pk]) if people and not is_hidden else None
        lines.append(QuestionLine(question, question.pk not in uncounted, measured, is_hidden))
    return lines


def _counts(question: Question) -> bool:
    key: AnswerKey = question.answer_key
    return kind_of(question.kind).counts(key.body)


def _measured(found: tuple[Any, ...], times: list[tuple[int, int]]) -> Measured:
    people, right, *sums = found
    count, x, y, xx, yy, xy = (value or 0 for value in sums)
    return Measured(
        people=people,
        right=parts_of([right, people - right])[0],
        discrimination=correlation(PairSums(count, float(x), float(y), float(xx), float(yy), float(xy))),
        seconds=median(times, cap=int(LEAST_CAP.total_seconds())),
    )


def _sums(version: CourseVersion, uncounted: list[int]) -> tuple[str, list[Any]]:
    """By question: people, wholly right; and the sums that a correlation of points with the rest needs.

    The rest is the mean of the points of the other questions of the attempt that count (the question itself never does:
    it would go along with itself). A mean, since a quiz may draw more questions for one person than for another.
    """
    without = uncounted or [NO_QUESTION]
    own = f"CASE WHEN answer.question_id IN ({places(without)}) THEN 0 ELSE 1 END"
    statement = f"""
        WITH first AS ({FIRST}),
        total AS (
            SELECT answer.attempt_id, SUM(answer.points) AS points, COUNT(*) AS questions
            FROM first JOIN courses_answer answer ON answer.attempt_id = first.id
            WHERE answer.points IS NOT NULL AND answer.question_id NOT IN ({places(without)})
            GROUP BY answer.attempt_id
        ),
        own AS (
            SELECT answer.attempt_id, answer.question_id, answer.points, {own} AS weight
            FROM first JOIN courses_answer answer ON answer.attempt_id = first.id
            WHERE answer.points IS NOT NULL
        ),
        pair AS (
            SELECT own.question_id, own.points AS whole, CAST(own.points AS double precision) AS x,
                CASE WHEN total.questions > own.weight
                    THEN CAST(total.points - own.weight * own.points AS double precision)
                        / (total.questions - own.weight)
                END AS y
            FROM own LEFT JOIN total ON total.attempt_id = own.attempt_id
        )
        SELECT question_id, COUNT(*), COUNT(*) FILTER (WHERE whole = 100),
            COUNT(y), SUM(x) FILTER (WHERE y IS NOT NULL), SUM(y),
            SUM(x * x) FILTER (WHERE y IS NOT NULL), SUM(y * y), SUM(x * y)
        FROM pair GROUP BY question_id
    """  # noqa: S608 - only placeholders are put in
    return statement, [version.pk, *without, *without]


def _times(version: CourseVersion) -> tuple[str, list[Any]]:
    """By question and whole seconds, how often: from the answer that was saved before it, or the start, to its own."""
    since = "COALESCE(before, started_at)"
    statement = f"""
        WITH first AS ({FIRST}),
        timed AS (
            SELECT answer.question_id, answer.answered_at, attempt.started_at,
                LAG(answer.answered_at) OVER (
                    PARTITION BY answer.attempt_id ORDER BY answer.answered_at, answer.id
                ) AS before
            FROM first JOIN courses_attempt attempt ON attempt.id = first.id
                JOIN courses_answer answer ON answer.attempt_id = attempt.id
        )
        SELECT question_id, {whole_seconds(since, "answered_at")} AS seconds, COUNT(*)
        FROM timed GROUP BY question_id, seconds
    """  # noqa: S608 - only expressions of ours are put in
    return statement, [version.pk]
