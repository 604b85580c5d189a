"""Every figure equals what plain SQL over the raw answers says, and agrees with the model that made the answers."""

from collections import Counter, defaultdict
from statistics import correlation, mean, median
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.selectors import department_tree
from courses.models import Answer
from people.models import Placement
from reports.figures.small_groups import FEWEST
from reports.selectors.figures.clauses import (
    Group,
    change_lines,
    changes_of,
    clause_lines,
    tied_questions,
)
from reports.selectors.figures.courses import course_figures, quiz_lines
from reports.selectors.figures.departments import by_department
from reports.selectors.figures.options import options_of
from reports.selectors.figures.questions import QuestionLine, question_lines
from tests.support.learned import BETTER_SINCE, CLAUSES, Learned, make_learned

# The first attempt that each person handed in, told by the clock.
FIRST = """
    SELECT id, started_at, submitted_at FROM (
        SELECT t.id, t.started_at, t.submitted_at,
            ROW_NUMBER() OVER (PARTITION BY e.employee_id, t.step_id ORDER BY t.submitted_at, t.id) AS place
        FROM courses_attempt t, courses_enrollment e
        WHERE t.enrollment_id = e.id AND e.version_id = %s AND t.submitted_at IS NOT NULL
    ) AS ordered WHERE place = 1
"""


@pytest.fixture
def learned(db: None) -> Learned:
    return make_learned()


def sql(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def lines_of(learned: Learned) -> dict[int, QuestionLine]:
    return {line.question.pk: line for line in question_lines(learned.version)}


def test_questions_are_those_of_plain_sql(learned: Learned) -> None:
    counted = sql(
        f"SELECT a.question_id, COUNT(*), SUM(CASE WHEN a.points = 100 THEN 1 ELSE 0 END) "
        f"FROM courses_answer a, ({FIRST}) f WHERE a.attempt_id = f.id GROUP BY a.question_id",
        learned.version.pk,
    )
    lines = lines_of(learned)
    assert len(counted) == len(lines) == 12
    for question, people, right in counted:
        found = lines[question].measured
        assert found is not None
        assert (found.people, found.right.people) == (people, right)
    assert len({people for _question, people, _right in counted}) > 1  # a bank: not everybody gets every question


def test_discrimination_is_the_correlation_with_the_rest(learned: Learned) -> None:
    pairs = sql(
        f"SELECT a.question_id, a.points, (SELECT AVG(o.points) FROM courses_answer o "
        f"WHERE o.attempt_id = a.attempt_id AND o.id <> a.id) "
        f"FROM courses_answer a, ({FIRST}) f WHERE a.attempt_id = f.id",
        learned.version.pk,
    )
    by_question: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for question, points, rest in pairs:
        by_question[question].append((float(points), float(rest)))
    for question, line in lines_of(learned).items():
        xs, ys = zip(*by_question[question], strict=True)
        assert line.measured is not None
        assert line.measured.discrimination == pytest.approx(correlation(xs, ys), abs=1e-9)


def test_times_are_the_medians_of_what_passed_between_answers(learned: Learned) -> None:
    answers = sql(
        f"SELECT f.id, a.question_id, f.started_at, a.answered_at FROM courses_answer a, ({FIRST}) f "
        f"WHERE a.attempt_id = f.id ORDER BY f.id, a.answered_at",
        learned.version.pk,
    )
    seconds: dict[int, list[int]] = defaultdict(list)
    before: dict[int, Any] = {}
    for attempt, question, started, answered in answers:
        passed = instant(answered) - instant(before.get(attempt, started))
        seconds[question].append(min(int(passed.total_seconds()), 600))
        before[attempt] = answered
    assert max(max(each) for each in seconds.values()) == 600  # some were left overnight
    for question, line in lines_of(learned).items():
        assert line.measured is not None
        assert line.measured.seconds == median(seconds[question])


def instant(value: Any) -> Any:
    """SQLite hands instants out as text."""
    return timezone.datetime.fromisoformat(value) if isinstance(value, str) else value  # type: ignore[attr-defined]


def test_options_are_counted_as_they_were_given(learned: Learned) -> None:
    question = learned.questions[4]
    given = "a.given" if connection.vendor == "sqlite" else "CAST(a.given AS text)"
    counted = dict(
        sql(
            f"SELECT {given}, COUNT(*) FROM courses_answer a, ({FIRST}) f "
            f"WHERE a.attempt_id = f.id AND a.question_id = %s GROUP BY {given}",
            learned.version.pk,
            question.pk,
        )
    )
    found = options_of(question)
    assert found.people == sum(counted.values())
    assert [line.part.people for line in found.lines] == [counted[f'["{key}"]'] for key in "abcd"]
    assert [line.option.is_right for line in found.lines] == [True, False, False, False]
    assert min(counted.values()) >= FEWEST


def test_figures_of_questions_agree_with_what_made_them(learned: Learned) -> None:
    """Known difficulty and discrimination: harder ones are answered worse, sharper ones tell more apart."""
    lines = [line.measured for line in lines_of(learned).values()]
    rates = [line.right.people / line.people for line in lines if line and line.right.people]
    told = [line.discrimination for line in lines if line and line.discrimination is not None]
    assert len(rates) == len(told) == 12
    difficulty = [learned.difficulty[question.pk] for question in learned.questions]
    assert correlation(difficulty, rates) < -0.8
    blunt, middle, sharp = (mean(told[first::3]) for first in range(3))
    assert blunt < middle < sharp
    assert blunt < 0.15
    assert sharp > 0.3


def clause_sql(learned: Learned, *, when: str = "1 = 1") -> dict[str, dict[int, float]]:
    """By clause and person, the mean share of the first attempts of all passages."""
    rows = sql(
        f"SELECT a.question_id, e.employee_id, SUM(a.points), COUNT(*) "
        f"FROM courses_answer a, courses_attempt t, courses_enrollment e "
        f"WHERE a.attempt_id = t.id AND t.enrollment_id = e.id AND t.number = 1 AND e.version_id = %s AND {when} "
        f"GROUP BY a.question_id, e.employee_id",
        learned.version.pk,
    )
    clauses = {question.pk: question.clauses for question in learned.questions}
    sums: dict[str, dict[int, list[int]]] = {clause: defaultdict(lambda: [0, 0]) for clause in CLAUSES}
    for question, person, points, count in rows:
        for clause in clauses[question]:
            sums[clause][person][0] += points
            sums[clause][person][1] += count
    return {
        clause: {person: points / count / 100 for person, (points, count) in people.items()}
        for clause, people in sums.items()
    }


def assert_is(group: Group, shares: list[float]) -> None:
    """The mean, and the two proportions whose own distance to it is 1.96 standard errors: what Wilson's interval is."""
    assert group.understanding is not None
    share, people = mean(shares), len(shares)
    assert group.understanding.people == people
    assert group.understanding.percent == pytest.approx(100 * share)
    for end in (group.understanding.low / 100, group.understanding.high / 100):
        assert abs(share - end) == pytest.approx(1.959964 * (end * (1 - end) / people) ** 0.5, rel=1e-5)
    assert group.understanding.low < group.understanding.percent < group.understanding.high


def test_clauses_are_the_means_of_people(learned: Learned) -> None:
    expected = clause_sql(learned)
    lines = clause_lines(learned.policy, tied_questions(learned.policy))
    assert [(line.key, line.questions) for line in lines] == [("privacy", 5), ("photos", 4), ("comments", 4)]
    for line in lines:
        assert_is(line.all, list(expected[line.key].values()))


def test_before_and_after_go_by_the_version_that_the_attempt_went_by(learned: Learned) -> None:
    (change,) = changes_of(learned.policy)
    tied = tied_questions(learned.policy)
    begun = "'2026-10-01'"
    before = clause_sql(learned, when=f"(t.policy_version = 1 OR t.policy_version IS NULL AND t.started_at < {begun})")
    after = clause_sql(learned, when=f"(t.policy_version = 2 OR t.policy_version IS NULL AND t.started_at >= {begun})")
    lines = change_lines(learned.policy, tied, clause_lines(learned.policy, tied), change)
    rises = {}
    for line in lines:
        assert_is(line.before, list(before[line.clause.key].values()))
        assert_is(line.after, list(after[line.clause.key].values()))
        assert line.before.understanding
        assert line.after.understanding
        rises[line.clause.key] = line.after.understanding.percent - line.before.understanding.percent
    assert {line.clause.key: line.mark for line in lines} == {"privacy": "", "photos": "Material", "comments": ""}
    # The change that the model made: one clause is understood better since, the others as before.
    assert rises.pop(BETTER_SINCE) > 15
    assert all(abs(rise) < 10 for rise in rises.values())


def test_departments_are_the_means_of_their_people(learned: Learned) -> None:
    shares = clause_sql(learned)["photos"]
    paths = dict(Placement.objects.values_list("employee", "department__path"))
    tied = tied_questions(learned.policy).only("photos")
    today = timezone.localdate()
    level = by_department(tied, department_tree(), None, on=today)
    assert level is not None
    found = {line.department.name if line.department else "": line for line in level.lines}
    for name in ("nursing", "pharmacy"):
        path = learned.departments[name].path
        assert_is(found[name.title()].group, [shares[who] for who in shares if paths.get(who, "").startswith(path)])
    # The chapel is small, so the next smallest group is hidden with it, or the whole less the others would tell.
    away = {name for name, line in found.items() if line.group.is_hidden}
    assert "Chapel" in away
    assert len(away) == 2
    below = by_department(tied, department_tree(), learned.departments["nursing"], on=today)
    assert below is not None
    hidden = {line.department.name for line in below.lines if line.group.is_hidden and line.department}
    assert hidden == {"Ward", "Nursing"}
    assert by_department(tied, department_tree(), learned.departments["chapel"], on=today) is None


def test_a_course_is_counted_by_people(learned: Learned) -> None:
    figures = course_figures(learned.version)
    begun = sql("SELECT COUNT(DISTINCT employee_id) FROM courses_enrollment WHERE version_id = %s", learned.version.pk)
    completed = sql(
        "SELECT COUNT(DISTINCT employee_id) FROM courses_completion WHERE version_id = %s", learned.version.pk
    )
    finished = dict(
        sql(
            "SELECT f.step_id, COUNT(DISTINCT e.employee_id) FROM courses_finishedstep f, courses_enrollment e "
            "WHERE f.enrollment_id = e.id AND e.version_id = %s GROUP BY f.step_id",
            learned.version.pk,
        )
    )
    assert figures.begun == begun[0][0]
    assert figures.completed.people == completed[0][0]
    assert [line.finished.people for line in figures.lines] == [finished.get(line.step.pk, 0) for line in figures.lines]
    assert figures.begun > finished[learned.lesson.pk] > finished[learned.quiz.pk] > 0


def test_times_of_steps_are_medians(learned: Learned) -> None:
    read: dict[int, int] = {}
    for person, seconds in sql(
        "SELECT e.employee_id, r.seconds FROM courses_reading r, courses_enrollment e WHERE r.enrollment_id = e.id "
        "AND e.version_id = %s AND r.seconds IS NOT NULL ORDER BY r.id",
        learned.version.pk,
    ):
        read.setdefault(person, seconds)
    taken = [
        min(int((instant(submitted) - instant(started)).total_seconds()), 24 * 60)
        for _attempt, started, submitted in sql(FIRST, learned.version.pk)
    ]
    lesson, quiz, sign = course_figures(learned.version).lines
    assert lesson.seconds == median(min(seconds, 720) for seconds in read.values())
    assert quiz.seconds == median(taken)
    assert sign.seconds is None


def test_attempts_to_pass_are_the_fewest_of_each_person(learned: Learned) -> None:
    rows = sql(
        "SELECT e.employee_id, MIN(CASE WHEN t.is_passed THEN t.number END) FROM courses_attempt t, "
        "courses_enrollment e WHERE t.enrollment_id = e.id AND e.version_id = %s GROUP BY e.employee_id",
        learned.version.pk,
    )
    counted = Counter(min(number, 3) for _person, number in rows if number)
    (line,) = quiz_lines(learned.version, course_figures(learned.version))
    assert line.people.people == counted.total() < len(rows)
    assert [part.people for part in line.parts] == [counted[1], counted[2], counted[3]]
    assert all(counted[number] >= FEWEST for number in (1, 2, 3))


def test_answers_are_counted_by_the_database(
    learned: Learned, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """However many answers there are: none of these queries hands out a row for each."""
    assert Answer.objects.count() > 3000
    with django_assert_num_queries(3):
        question_lines(learned.version)
    with django_assert_num_queries(1):
        options_of(learned.questions[0])
    with django_assert_num_queries(6):
        figures = course_figures(learned.version)
    with django_assert_num_queries(1):
        quiz_lines(learned.version, figures)
    with django_assert_num_queries(3):
        tied = tied_questions(learned.policy)
    with django_assert_num_queries(4):
        clause_lines(learned.policy, tied)
