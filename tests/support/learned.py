"""Several hundred people who answered as a model says, so that figures can be held against what made them.

A person has an ability, a question a difficulty and a sharpness: it is answered right with the probability of the
two-parameter logistic model (A. Birnbaum, 1968). All of it comes from one seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import exp
from random import Random

from courses.models import (
    Answer,
    AnswerKey,
    Attempt,
    Completion,
    Course,
    CourseVersion,
    Enrollment,
    FinishedStep,
    Module,
    Question,
    Reading,
    Step,
)
from people.models import Department, Employee, Placement
from policies.models import ChangeMark, Clause, Policy, PolicyText, PolicyVersion
from tests.factories import LONG_AGO, make_department, make_site

STARTS = (date(2026, 1, 1), date(2026, 10, 1))
CLAUSES = ("privacy", "photos", "comments")
HEADINGS = {"privacy": "Patient privacy", "photos": "Photos and recordings", "comments": "Comments and messages"}
BETTER_SINCE = "photos"  # the clause that people understand better after the change
PASS_MARK = 60
ASKED = 10  # of the questions of the bank
# People by department; `ward` is small, `chapel` too.
PEOPLE = {"nursing": 60, "icu": 150, "ward": 3, "pharmacy": 90, "chapel": 4, "archive": 12, "": 7}


@dataclass
class Learned:
    version: CourseVersion
    policy: Policy
    lesson: Step
    quiz: Step
    questions: list[Question]
    difficulty: dict[int, float]
    sharpness: dict[int, float]
    departments: dict[str, Department]


@dataclass
class _Rows:
    passages: list[Enrollment] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    finished: list[FinishedStep] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    completions: list[Completion] = field(default_factory=list)

    def insert(self) -> None:
        Enrollment.objects.bulk_create(self.passages, batch_size=500)
        Attempt.objects.bulk_create(self.attempts, batch_size=500)
        Answer.objects.bulk_create(self.answers, batch_size=500)
        FinishedStep.objects.bulk_create(self.finished, batch_size=500)
        Reading.objects.bulk_create(self.readings, batch_size=500)
        Completion.objects.bulk_create(self.completions, batch_size=500)


def make_learned(seed: int = 7, *, slug: str = "figures") -> Learned:
    chance = Random(seed)
    policy = make_policy(slug)
    learned = make_bank(slug, policy)
    for place, question in enumerate(learned.questions):
        learned.difficulty[question.pk] = -2.0 + 3.4 * place / (len(learned.questions) - 1)
        learned.sharpness[question.pk] = (0.2, 1.1, 2.4)[place % 3]
    hospital = make_department(f"Hospital {slug}")
    for name in ("nursing", "pharmacy", "chapel", "archive"):
        learned.departments[name] = make_department(name.title(), parent=hospital)
    for name in ("icu", "ward"):
        learned.departments[name] = make_department(name.title(), parent=learned.departments["nursing"])
    rows = _Rows()
    for person in _people(learned, slug):
        _learn(learned, person, chance, rows)
    rows.insert()
    return learned


def make_policy(slug: str, *, starts: Sequence[date] = STARTS) -> Policy:
    """Versions that began on these days; the second one changed the photos."""
    policy = Policy.objects.create(slug=slug, owner_title="Compliance", review_months=12, created_at=_at(starts[0]))
    for number, start in enumerate(starts, start=1):
        version = PolicyVersion.objects.create(policy=policy, number=number, created_at=_at(start))
        text = PolicyText.objects.create(
            version=version,
            title="Social media use",
            markdown="# Social media use\n",
            sha256="0" * 64,
            statement="I read it.",
            statement_sha256="0" * 64,
        )
        for place, key in enumerate(CLAUSES, start=1):
            Clause.objects.create(text=text, number=place, key=key, heading=HEADINGS[key], body="Body.")
        if number > 1:
            ChangeMark.objects.create(version=version, clause_key=BETTER_SINCE, kind=ChangeMark.Kind.MATERIAL)
        PolicyVersion.objects.filter(pk=version.pk).update(
            state="published", effective_on=start, review_on=date(2030, 1, 1), published_at=_at(start), digest="0" * 64
        )
    return policy


def make_bank(
    slug: str,
    policy: Policy | None,
    *,
    questions: int = 12,
    title: str = "Social media at work",
    prompt: str = "What would you do in case %s?",
) -> Learned:
    """A published course: a lesson, a check with questions about every clause, and the policy, if any, to sign."""
    course = Course.objects.create(slug=slug, created_at=_at(STARTS[0]))
    version = CourseVersion.objects.create(
        course=course,
        number=1,
        title=title,
        summary="Why and how.",
        minutes=9,
        pass_mark=PASS_MARK,
        digest="1" * 64,
        created_at=_at(STARTS[0]),
    )
    module = Module.objects.create(version=version, position=1, slug="basics", title="Basics", minutes=9)
    lesson = Step.objects.create(
        module=module, position=1, slug="why", kind="lesson", title="Why it matters", minutes=3, text="# Why\n"
    )
    quiz = Step.objects.create(
        module=module,
        position=2,
        slug="check",
        kind="quiz",
        title="Final check",
        minutes=6,
        is_graded=True,
        pass_mark=PASS_MARK,
    )
    if policy:
        Step.objects.create(
            module=module, position=3, slug="sign", kind="attest", title="Sign", minutes=1, policy=policy.slug
        )
    asked = []
    for place in range(questions):
        question = Question.objects.create(
            step=quiz,
            position=place + 1,
            key=f"q-{place + 1}",
            kind="single",
            prompt=prompt.replace("%s", str(place + 1)),
            body={"choices": [{"key": key, "text": f"Option {key} of case {place + 1}"} for key in "abcd"]},
            clauses=[CLAUSES[place % 3], *(["privacy"] if place == questions - 1 else [])],
        )
        AnswerKey.objects.create(question=question, body={"correct": ["a"], "feedback": {}})
        asked.append(question)
    CourseVersion.objects.filter(pk=version.pk).update(published_at=_at(STARTS[0]))
    version.refresh_from_db()
    return Learned(version, policy or Policy(), lesson, quiz, asked, {}, {}, {})


def _people(learned: Learned, slug: str) -> list[Employee]:
    people, placements = [], []
    for name, count in PEOPLE.items():
        hired = Employee.objects.bulk_create(
            Employee(number=f"{slug}-{name}-{place}", name=f"Person {place} {name}", joined_on=LONG_AGO)
            for place in range(count)
        )
        people += hired
        if name:
            placements += [
                Placement(
                    employee=person,
                    department=learned.departments[name],
                    site=make_site(),
                    from_on=LONG_AGO,
                    recorded_at=_at(LONG_AGO),
                )
                for person in hired
            ]
    Placement.objects.bulk_create(placements)
    return people


def _learn(learned: Learned, person: Employee, chance: Random, rows: _Rows) -> None:
    """One passage before the change of the policy, one after it, or both."""
    ability = chance.gauss(0, 1)
    luck = chance.random()
    if luck < 0.65:
        _pass_through(learned, person, ability, _at(date(2026, 3, 1)) + chance.random() * timedelta(150), chance, rows)
    if luck > 0.45:
        begun = _at(date(2026, 10, 2)) + chance.random() * timedelta(40)
        _pass_through(learned, person, ability, begun, chance, rows)


def _pass_through(
    learned: Learned, person: Employee, ability: float, begun: datetime, chance: Random, rows: _Rows
) -> None:
    version = learned.version
    ended = begun + timedelta(days=2)
    passage = Enrollment(employee=person, course=version.course, version=version, started_at=begun, closed_at=ended)
    rows.passages.append(passage)
    if chance.random() < 0.1:
        return
    at = begun + timedelta(minutes=chance.randint(1, 9))
    rows.finished.append(FinishedStep(enrollment=passage, step=learned.lesson, finished_at=at))
    seconds = chance.randint(60, 600) if chance.random() < 0.8 else None
    rows.readings.append(Reading(enrollment=passage, step=learned.lesson, seconds=seconds, changed_at=at))
    if chance.random() < 0.1:
        return
    for number in range(1, 5):
        at += timedelta(minutes=5)
        attempt = _attempt(learned, passage, number, ability + number - 1, at, chance, rows)
        at = attempt.submitted_at or at
        if attempt.is_passed or chance.random() < 0.3:
            break
    if attempt.is_passed:
        rows.finished.append(FinishedStep(enrollment=passage, step=learned.quiz, finished_at=at))
        if chance.random() < 0.9:
            rows.completions.append(
                Completion(
                    enrollment=passage,
                    employee=person,
                    course=version.course,
                    version=version,
                    completed_at=at,
                    completed_on=at.date(),
                    digest=version.digest,
                )
            )


def _attempt(
    learned: Learned, passage: Enrollment, number: int, ability: float, at: datetime, chance: Random, rows: _Rows
) -> Attempt:
    """Some of the questions, in an order of its own; an answer now and then overnight."""
    is_after = at >= _at(STARTS[1])
    attempt = Attempt(
        enrollment=passage,
        step=learned.quiz,
        number=number,
        seed=chance.randrange(2**62),
        pass_mark=PASS_MARK,
        policy_version=_said(2 if is_after else 1, chance),
        started_at=at,
    )
    points = []
    for question in chance.sample(learned.questions, ASKED):
        easier = 1.5 if is_after and BETTER_SINCE in question.clauses else 0.0
        odds = learned.sharpness[question.pk] * (ability + easier - learned.difficulty[question.pk])
        is_right = chance.random() < 1 / (1 + exp(-odds))
        at += timedelta(seconds=chance.randint(8, 90)) if chance.random() < 0.95 else timedelta(hours=9)
        given = "a" if is_right else chance.choices("bcd", (6, 3, 1))[0]
        points.append(100 if is_right else 0)
        rows.answers.append(
            Answer(attempt=attempt, question=question, given=[given], answered_at=at, points=points[-1])
        )
    attempt.submitted_at = at + timedelta(seconds=20)
    attempt.score = sum(points) // len(points)
    attempt.is_passed = attempt.score >= PASS_MARK
    rows.attempts.append(attempt)
    return attempt


def _said(number: int, chance: Random) -> int | None:
    """Half of the attempts say which version they went by; a few another one than the day would have it."""
    luck = chance.random()
    return number if luck < 0.5 else 3 - number if luck < 0.56 else None


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
