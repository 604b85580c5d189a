"""What the people of the demo have learned so far: two campaigns, some done, some under way, some late.

Written in bulk, as the services would have written it over the past weeks; no mail is sent for the past.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from django.db import transaction

from assignments.models import Assignment, Campaign
from assignments.selectors.preview import preview_campaign
from assignments.services import launch_campaign
from certificates.models import Certificate
from certificates.numbers import new_number
from certificates.services import RENDER
from courses.models import Answer, Attempt, Completion, Course, CourseVersion, Enrollment, FinishedStep, Reading, Step
from courses.selectors import published_versions
from courses.selectors.asking import policy_version_of
from courses.selectors.outline import StepOutline, outline_of
from people.models import Department, Employee
from people.selectors import local_day, time_zone_of
from toolkit.jobs.queue import NewJob, enqueue_many
from trainingsite.demo.answers import Keys, answer_all, keys_of
from trainingsite.demo.organization import NAME
from trainingsite.demo.people import KNOWN, SEED

# What is asked of whom: department, days since HR asked, days until it is due.
CAMPAIGNS = (("Emergency", 45, -12), (NAME, 38, 9))
ALWAYS_DONE = frozenset({"manager", "hr", "compliance"})
NEVER_BEGUN = frozenset({"employee", "admin"})  # so that there is something to do after signing in

# The certificates of the past are drawn one by one after a while: who earns one now does not wait behind them.
FIRST_DRAWN_AFTER = timedelta(minutes=10)
SECONDS_A_MINUTE = 55  # of estimated reading; most are a little quicker
DRAWN_EVERY = timedelta(seconds=20)


@dataclass
class _Passage:
    """One person's way through the course: how far, from when, until when."""

    assignment: Assignment
    enrollment: Enrollment
    steps: tuple[StepOutline, ...]
    ended_at: datetime | None


@transaction.atomic
def load_learning(*, now: datetime) -> int:
    """Campaigns and what came of them. Returns how many completed; 0 if it is loaded, or there is no course yet."""
    version = next(iter(published_versions()), None)
    if version is None or Campaign.objects.exists():
        return 0
    random = Random(SEED + 1)  # noqa: S311 - invents progress, guards nothing
    _launch(version.course, now=now)
    passages = [
        passage
        for assignment in Assignment.objects.open().select_related("employee").order_by("pk")
        if (passage := _passage(assignment, version, random, now=now)) is not None
    ]
    Enrollment.objects.bulk_create(passage.enrollment for passage in passages)
    _sign_in(passages)
    _finish_steps(passages, random)
    completions = _complete([passage for passage in passages if passage.ended_at], version, random)
    _certify(completions, now=now)
    return len(completions)


def _launch(course: Course, *, now: datetime) -> None:
    hana = Employee.objects.get(number=next(one.number for one in KNOWN if one.account == "hr"))
    for name, days_ago, due_in in CAMPAIGNS:
        asked_at = now - timedelta(days=days_ago)
        department = Department.objects.current().get(name=name)
        due_on = local_day(hana, now=now) + timedelta(days=due_in)
        seen = preview_campaign(course, department, due_on, local_day(hana, now=asked_at)).digest
        launch_campaign(course=course, audience=department, due_on=due_on, note="", by=hana, now=asked_at, seen=seen)


def _passage(assignment: Assignment, version: CourseVersion, random: Random, *, now: datetime) -> _Passage | None:
    person = assignment.employee
    account = next((one.account for one in KNOWN if one.number == person.number), "")
    luck = random.random()
    days = random.uniform(1, 30)  # drawn for everybody, so that one person's part changes nobody else's
    minutes = random.randint(35, 90)
    steps = outline_of(version).steps
    if account in NEVER_BEGUN or (luck > 0.8 and account not in ALWAYS_DONE):
        return None
    begun_at = max(now - timedelta(days=days), assignment.assigned_at + timedelta(hours=20))
    is_done = account in ALWAYS_DONE or luck < 0.66
    done = steps if is_done else steps[: 1 + int(luck * 97) % (len(steps) - 1)]
    ended_at = begun_at + timedelta(minutes=minutes) if is_done else None
    enrollment = Enrollment(
        employee=person, course=version.course, version=version, started_at=begun_at, closed_at=ended_at
    )
    return _Passage(assignment, enrollment, done, ended_at)


def _sign_in(passages: list[_Passage]) -> None:
    people = []
    for passage in passages:
        person = passage.assignment.employee
        person.last_login = passage.enrollment.started_at
        people.append(person)
    Employee.objects.bulk_update(people, ["last_login"], batch_size=200)


def _finish_steps(passages: list[_Passage], random: Random) -> None:
    finished: list[FinishedStep] = []
    attempts: list[Attempt] = []
    answers: list[Answer] = []
    readings: list[Reading] = []
    keys: dict[int, Keys] = {}
    for passage in passages:
        at = passage.enrollment.started_at
        for step in passage.steps:
            at += timedelta(minutes=2)
            if step.kind == Step.Kind.LESSON:
                seconds = int(SECONDS_A_MINUTE * (step.minutes or 1) * random.lognormvariate(0, 0.4))
                readings.append(Reading(enrollment=passage.enrollment, step_id=step.pk, seconds=seconds, changed_at=at))
            if step.is_quiz and step.is_graded:
                if step.pk not in keys:
                    keys[step.pk] = keys_of(step)
                tried, given = _attempts(passage, step, keys[step.pk], random, at=at)
                attempts += tried
                answers += given
                at = tried[-1].submitted_at or at
            finished.append(FinishedStep(enrollment=passage.enrollment, step_id=step.pk, finished_at=at))
    FinishedStep.objects.bulk_create(finished, batch_size=500)
    Attempt.objects.bulk_create(attempts, batch_size=500)
    Answer.objects.bulk_create(answers, batch_size=500)
    Reading.objects.bulk_create(readings, batch_size=500)


def _attempts(
    passage: _Passage, step: StepOutline, keys: Keys, random: Random, *, at: datetime
) -> tuple[list[Attempt], list[Answer]]:
    """Most pass at once, some at the second try."""
    ends = [False, True] if random.random() < 0.2 and step.attempts_limit != 1 else [True]
    version = policy_version_of(passage.enrollment, step, now=at)
    attempts, answers = [], []
    for number, passes in enumerate(ends, start=1):
        attempt = Attempt(
            enrollment=passage.enrollment,
            step_id=step.pk,
            number=number,
            seed=random.randrange(2**62),
            pass_mark=step.pass_mark,
            policy_version=version,
            started_at=at,
        )
        answers += answer_all(attempt, step, keys, random, passes=passes)
        attempts.append(attempt)
        at = (attempt.submitted_at or at) + timedelta(minutes=1)
    return attempts, answers


def _complete(passages: list[_Passage], version: CourseVersion, random: Random) -> list[Completion]:
    completions = []
    for passage in passages:
        assert passage.ended_at
        on = passage.ended_at.astimezone(time_zone_of(passage.assignment.employee)).date()
        months = version.validity_months
        completions.append(
            Completion(
                enrollment=passage.enrollment,
                employee=passage.assignment.employee,
                course_id=version.course_id,
                version=version,
                completed_at=passage.ended_at,
                completed_on=on,
                score=random.randint(version.pass_mark, 100),
                valid_until=on + relativedelta(months=months) if months else None,
                digest=version.digest,
            )
        )
    Completion.objects.bulk_create(completions)
    duties = []
    for passage, completion in zip(passages, completions, strict=True):
        duty = passage.assignment
        duty.closed_at, duty.closed_by, duty.completion = passage.ended_at, Assignment.ClosedBy.COMPLETION, completion
        duties.append(duty)
    Assignment.objects.bulk_update(duties, ["closed_at", "closed_by", "completion"], batch_size=200)
    return completions


def _certify(completions: list[Completion], *, now: datetime) -> None:
    certificates = Certificate.objects.bulk_create(
        Certificate(
            number=new_number(),
            completion=completion,
            employee=completion.employee,
            holder_name=completion.employee.name,
            course_title=completion.version.title,
            course_version=completion.version.number,
            minutes=completion.version.minutes,
            completed_on=completion.completed_on,
            issued_at=completion.completed_at,
            expires_on=completion.valid_until,
        )
        for completion in completions
    )
    jobs = [
        NewJob(
            RENDER,
            str(certificate.uuid),
            {"certificate": str(certificate.uuid)},
            now + FIRST_DRAWN_AFTER + place * DRAWN_EVERY,
        )
        for place, certificate in enumerate(certificates)
    ]
    enqueue_many(jobs, now=now)
