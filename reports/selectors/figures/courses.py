"""A course version by step: how far people come, how long it takes them, and how many attempts they need to pass."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min

from courses.models import Completion, CourseVersion, Enrollment, FinishedStep, Reading, Step
from courses.timing import capped
from reports.figures.small_groups import Part, in_a_row, is_small, parts_of
from reports.figures.statistics import median
from reports.selectors.figures.asking import FIRST, rows, whole_seconds

QUIZ_MINUTES = 15  # of a quiz whose author gives no estimate: that cuts off at an hour
MOST_ATTEMPTS = 3  # from here on, attempts are counted as one


@dataclass(frozen=True)
class StepLine:
    """A step: how many of those who began finished it, and how long it took.

    `seconds` is a median: None where nothing was measured, or of fewer than five people.
    """

    step: Step
    finished: Part
    seconds: float | None


@dataclass(frozen=True)
class CourseFigures:
    """`begun` is 0 if nobody or fewer than five people began, and then there are no lines."""

    begun: int
    completed: Part
    lines: list[StepLine]


@dataclass(frozen=True)
class QuizLine:
    """A graded quiz: of `people` who passed, how many did at the first, second, third or a later attempt.

    There are no parts if nobody passed, or fewer than five people.
    """

    step: Step
    people: Part
    parts: list[Part]


def course_figures(version: CourseVersion) -> CourseFigures:
    """Everything of the course page but attempts, in six queries. Each person counts once."""
    begun = Enrollment.objects.filter(version=version).aggregate(people=Count("employee", distinct=True))["people"]
    if not begun or is_small(begun):
        return CourseFigures(0, Part(None), [])
    steps = steps_of(version)
    finished = dict(
        FinishedStep.objects.filter(enrollment__version=version)
        .order_by()
        .values("step")
        .annotate(people=Count("enrollment__employee", distinct=True))
        .values_list("step", "people")
    )
    completed = Completion.objects.filter(version=version).aggregate(people=Count("employee", distinct=True))["people"]
    _begun, *parts, completed = in_a_row([begun, *(finished.get(step.pk, 0) for step in steps), completed])
    times = _times(version)
    lines = [
        StepLine(step, part, _median(step, times.get(step.pk, []))) for step, part in zip(steps, parts, strict=True)
    ]
    return CourseFigures(begun, completed, lines)


def steps_of(version: CourseVersion) -> list[Step]:
    steps = Step.objects.filter(module__version=version).select_related("module")
    return list(steps.order_by("module__position", "position"))


def _median(step: Step, times: list[tuple[int, int]]) -> float | None:
    """Of times in seconds with how often; what is longer than anybody takes counts as the cap, as for readings."""
    minutes = step.minutes or (QUIZ_MINUTES if step.kind == Step.Kind.QUIZ else 0)
    cap = int(capped(timedelta.max, minutes=minutes).total_seconds())
    return None if is_small(sum(often for _seconds, often in times)) else median(times, cap=cap)


def _times(version: CourseVersion) -> dict[int, list[tuple[int, int]]]:
    """By step, whole seconds and how often: of lessons the first reading, of quizzes the first attempt handed in."""
    first = (
        Reading.objects.filter(enrollment__version=version, seconds__isnull=False)
        .order_by()
        .values("step", "enrollment__employee")
        .annotate(first=Min("pk"))
        .values("first")
    )
    read = Reading.objects.filter(pk__in=first).order_by().values("step", "seconds").annotate(often=Count("pk"))
    taken = f"""
        WITH first AS ({FIRST})
        SELECT attempt.step_id, {whole_seconds("attempt.started_at", "attempt.submitted_at")} AS seconds, COUNT(*)
        FROM first JOIN courses_attempt attempt ON attempt.id = first.id
        GROUP BY attempt.step_id, seconds
    """  # noqa: S608 - only expressions of ours are put in
    times: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for step, seconds, often in [*read.values_list("step", "seconds", "often"), *rows(taken, [version.pk])]:
        times[step].append((seconds, often))
    return times


def quiz_lines(version: CourseVersion, figures: CourseFigures) -> list[QuizLine]:
    """The graded quizzes in order, in one query. Each person counts once, by the fewest attempts that it took them.

    Who passed has finished the step, so that what is hidden in the figures of steps stays hidden here.
    """
    statement = """
        SELECT step_id, passed, COUNT(*) FROM (
            SELECT attempt.step_id, passage.employee_id, MIN(attempt.number) AS passed
            FROM courses_attempt attempt JOIN courses_enrollment passage ON passage.id = attempt.enrollment_id
            WHERE passage.version_id = %s AND attempt.is_passed
            GROUP BY attempt.step_id, passage.employee_id
        ) AS person GROUP BY step_id, passed
    """
    found: dict[int, list[int]] = defaultdict(lambda: [0] * MOST_ATTEMPTS)
    for step, passed, people in rows(statement, [version.pk]):
        found[step][min(passed, MOST_ATTEMPTS) - 1] += people
    return [_quiz_line(line, found[line.step.pk]) for line in figures.lines if line.step.is_graded]


def _quiz_line(line: StepLine, counts: list[int]) -> QuizLine:
    people = sum(counts)
    if not people or is_small(people):
        return QuizLine(line.step, Part(None) if people else Part(0), [])
    return QuizLine(line.step, line.finished, parts_of(counts, whole=line.finished))
