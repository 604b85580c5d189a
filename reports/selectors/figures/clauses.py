"""How well each clause of a policy is understood, and how that was before and after a version came into force.

Only graded checks say that: practice comes before understanding. Of each passage the first attempt counts. A person
counts once, with the mean of the points for all their answers to questions about the clause.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count
from django.utils import timezone

from courses.kinds import kind_of
from courses.models import Attempt, Question, Step
from policies.models import Clause, Policy, PolicyEvent, PolicyVersion
from policies.selectors.signing import nearest
from reports.figures.small_groups import hidden, is_small
from reports.figures.statistics import Interval, wilson
from reports.selectors.figures.asking import instant, places, rows


@dataclass(frozen=True)
class Understanding:
    """Shares in percent: the mean of what each of these people earned, and where the true one lies (95 percent)."""

    people: int
    percent: float
    low: float
    high: float


@dataclass(frozen=True)
class Group:
    """Some people's understanding: None if there is nobody, or, if `is_hidden`, if it would tell of fewer than five."""

    understanding: Understanding | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class ClauseLine:
    """A clause with how many questions ask about it, and how well everybody understood it."""

    key: str
    number: int
    heading: str
    questions: int
    all: Group


@dataclass(frozen=True)
class ChangeLine:
    """A clause before and after a version. `mark` says how much its change matters; "" if it did not change."""

    clause: ClauseLine
    before: Group
    after: Group
    mark: str


def group(people: int, total: float, *, is_hidden: bool = False) -> Group:
    """What may be shown of so many people, whose shares add up to `total`."""
    if not people or is_hidden or is_small(people):
        return Group(is_hidden=people > 0)
    share = total / people
    interval: Interval = wilson(share, people)
    return Group(Understanding(people, 100 * share, 100 * interval.low, 100 * interval.high))


@dataclass(frozen=True)
class Tied:
    """By clause key, the questions about it in graded checks that enough people took.

    In the quizzes `own`, an attempt may say itself which version of the policy it went by.
    """

    questions: dict[str, list[int]]
    own: frozenset[int] = frozenset()

    def only(self, clause: str) -> "Tied":
        return Tied({clause: self.questions[clause]} if clause in self.questions else {}, self.own)


def tied_questions(policy: Policy) -> Tied:
    """What asks about the policy, in three queries.

    A course that asks to sign policies means their clauses; one that asks for none, those of every policy. A quiz that
    fewer than five people took is left out as a whole: what they add could be seen beside the figures of its version.
    """
    signed: dict[int, set[str]] = defaultdict(set)
    for version, slug in Step.objects.exclude(policy="").values_list("module__version", "policy"):
        signed[version].add(slug)
    taken = (
        Attempt.objects.filter(number=1, submitted_at__isnull=False, step__is_graded=True)
        .order_by()
        .values("step")
        .annotate(people=Count("enrollment__employee", distinct=True))
    )
    steps = [step for step, people in taken.values_list("step", "people") if not is_small(people)]
    tied: dict[str, list[int]] = defaultdict(list)
    own = set()
    for question in Question.objects.filter(step__in=steps).select_related("answer_key", "step__module"):
        means = signed.get(question.step.module.version_id, set())
        if (not means or policy.slug in means) and kind_of(question.kind).counts(question.answer_key.body):
            for clause in question.clauses:
                tied[clause].append(question.pk)
            if means == {policy.slug}:
                own.add(question.step_id)
    return Tied(dict(tied), frozenset(own))


def questions_about(tied: Tied) -> list[Question]:
    """The tied questions in the order of their courses, those of newer versions first."""
    asked = {question for questions in tied.questions.values() for question in questions}
    found = Question.objects.filter(pk__in=asked).select_related("step__module__version__course")
    return list(
        found.order_by(
            "step__module__version__course__slug",
            "-step__module__version__number",
            "step__module__version__language",
            "step__module__position",
            "step__position",
            "position",
        )
    )


def clauses_of(policy: Policy) -> list[Clause]:
    """The clauses of the version in force, else of the newest that was published."""
    today = timezone.localdate()
    version = (
        PolicyVersion.objects.in_force_now(today).filter(policy=policy).first()
        or policy.versions.filter(state=PolicyVersion.State.PUBLISHED).order_by("-number").first()
    )
    if version is None:
        return []
    return list(nearest(list(version.texts.order_by("language"))).clauses.all())


def clause_lines(policy: Policy, tied: Tied) -> list[ClauseLine]:
    """All clauses in the order of the text, in four queries."""
    sums = {clause: (people, total) for clause, _period, people, total in _summed(tied, [])}
    return [
        ClauseLine(
            clause.key,
            clause.number,
            clause.heading,
            len(tied.questions.get(clause.key, ())),
            group(*sums.get(clause.key, (0, 0.0))),
        )
        for clause in clauses_of(policy)
    ]


def changes_of(policy: Policy) -> list[PolicyVersion]:
    """The versions that took the place of another one and are in force or were, the newest first."""
    return periods_of(policy)[:0:-1]


def periods_of(policy: Policy) -> list[PolicyVersion]:
    """The published versions that have begun and were not withdrawn, in the order of their days."""
    withdrawn = PolicyEvent.objects.filter(act=PolicyEvent.Act.WITHDRAWN, version__policy=policy).values("version")
    begun = policy.versions.filter(state=PolicyVersion.State.PUBLISHED, effective_on__lte=timezone.localdate())
    return list(begun.exclude(pk__in=withdrawn).order_by("effective_on", "number"))


def change_lines(policy: Policy, tied: Tied, lines: list[ClauseLine], change: PolicyVersion) -> list[ChangeLine]:
    """The clauses while the version before was in force, and since, until the next one. In three queries.

    Time is cut at every version, and small parts are hidden over all of them: no two changes give one away.
    """
    periods = periods_of(policy)
    at = periods.index(change)
    found: dict[str, dict[int, tuple[int, float]]] = defaultdict(dict)
    for clause, period, people, total in _summed(tied, periods):
        found[clause][period] = (people, total)
    marks = {mark.clause_key: str(mark.get_kind_display()) for mark in change.change_marks.all()}
    changed = []
    for line in lines:
        parts = [found[line.key].get(period, (0, 0.0)) for period in range(len(periods) + 1)]
        away = hidden([people for people, _total in parts])
        # Period 0 comes before the first version, so that the period of each version is one more than its place.
        before, after = (group(*parts[place], is_hidden=place in away) for place in (at, at + 1))
        changed.append(ChangeLine(line, before, after, marks.get(line.key, "")))
    return changed


def _start(day: date | None) -> datetime:
    assert day is not None  # every published version has a day
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def each_person(tied: Tied, periods: list[PolicyVersion]) -> tuple[str, list[Any]]:
    """SQL for one row a person, clause and period: their share between 0 and 1. There is one tie at least.

    An attempt belongs to the version that it went by, and where it does not say so, to the one that was in force when
    it began, whose period is the number of days of beginning that were reached.
    """
    pairs = [(question, clause) for clause, questions in tied.questions.items() for question in questions]
    period, values = _period(tied, periods)
    statement = f"""
        WITH tied (question_id, clause) AS (VALUES {", ".join(["(%s, %s)"] * len(pairs))}),
        given AS (
            SELECT attempt.id, passage.employee_id, {period} AS period
            FROM courses_attempt attempt JOIN courses_enrollment passage ON passage.id = attempt.enrollment_id
            WHERE attempt.number = 1 AND attempt.submitted_at IS NOT NULL AND attempt.step_id IN (
                SELECT step_id FROM courses_question WHERE id IN ({places(pairs)})
            )
        ),
        person AS (
            SELECT tied.clause, given.period, given.employee_id,
                CAST(SUM(answer.points) AS double precision) / (100 * COUNT(*)) AS share
            FROM given JOIN courses_answer answer ON answer.attempt_id = given.id
                JOIN tied ON tied.question_id = answer.question_id
            WHERE answer.points IS NOT NULL
            GROUP BY tied.clause, given.period, given.employee_id
        )
    """  # noqa: S608 - only placeholders are put in
    asked = [value for pair in pairs for value in pair]
    return statement, [*asked, *values, *(question for question, _clause in pairs)]


def _period(tied: Tied, periods: list[PolicyVersion]) -> tuple[str, list[Any]]:
    """SQL for the period of an attempt, counted from 0 before the first of them; always 0 if there are none."""
    if not periods:
        return "0", []
    reached = " + ".join(["CASE WHEN attempt.started_at >= %s THEN 1 ELSE 0 END"] * len(periods))
    starts = [instant(_start(version.effective_on)) for version in periods]
    if not tied.own:
        return reached, starts
    known = " ".join(["WHEN attempt.policy_version = %s THEN %s"] * len(periods))
    says = f"CASE WHEN attempt.step_id NOT IN ({places(tied.own)}) THEN {reached} {known} ELSE {reached} END"
    numbers = [value for place, version in enumerate(periods, start=1) for value in (version.number, place)]
    return says, [*tied.own, *starts, *numbers, *starts]


def _summed(tied: Tied, periods: list[PolicyVersion]) -> list[tuple[str, int, int, float]]:
    if not tied.questions:
        return []
    statement, values = each_person(tied, periods)
    grouped = f"{statement} SELECT clause, period, COUNT(*), SUM(share) FROM person GROUP BY clause, period"  # noqa: S608
    return [(clause, period, people, float(total)) for clause, period, people, total in rows(grouped, values)]
