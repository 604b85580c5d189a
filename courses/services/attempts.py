"""Quizzes: starting an attempt, saving answers as given, handing in, and giving one more attempt."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from courses import kinds, time_limit
from courses.errors import (
    AlreadyPassed,
    AnsweredElsewhere,
    AttemptClosed,
    CourseNotOpen,
    NoAttemptsLeft,
    NotYet,
    StillHasAttempts,
    TimeIsOver,
    WaitFirst,
)
from courses.facts import GRANTED
from courses.models import Answer, Attempt, AttemptGrant, Enrollment
from courses.selectors.accommodations import minutes_for
from courses.selectors.asking import policy_version_of
from courses.selectors.attempts import PaperQuestion, attempts_left, waits_until
from courses.selectors.outline import StepOutline
from courses.selectors.progress import progress_of
from courses.services.closing import close
from courses.services.learning import locked
from courses.services.taking import take
from courses.services.time_limits import watch
from ledger.services import record_fact
from people.models import Employee


@transaction.atomic
def start_attempt(enrollment: Enrollment, step: StepOutline, *, now: datetime) -> Attempt:
    """The open attempt at this quiz, or a new one. Two tabs get the same one. One whose time is over comes back closed.

    Raises CourseNotOpen, AlreadyPassed, NotYet (steps before a graded check are open), NoAttemptsLeft or
    WaitFirst.
    """
    enrollment = locked(enrollment)
    mine = Attempt.objects.filter(enrollment=enrollment, step_id=step.pk)
    current = mine.filter(submitted_at=None).select_for_update().first()
    if current is not None:
        return close(current, enrollment, step, now=now) if time_limit.is_over(current.due_at, now) else current
    if enrollment.closed_at is not None:
        raise CourseNotOpen
    progress = progress_of(enrollment)
    if step.is_graded and progress.is_finished(step):
        raise AlreadyPassed
    if progress.is_locked(step):
        raise NotYet
    if attempts_left(enrollment, step).left == 0:
        raise NoAttemptsLeft
    if until := waits_until(enrollment, step, now=now):
        raise WaitFirst(until)
    last = mine.aggregate(last=Max("number"))["last"] or 0
    attempt = Attempt.objects.create(
        enrollment=enrollment,
        step_id=step.pk,
        number=last + 1,
        seed=secrets.randbelow(2**62),
        pass_mark=step.pass_mark,
        policy_version=policy_version_of(enrollment, step, now=now),
        started_at=now,
        due_at=time_limit.due_at(now, minutes_for(enrollment.employee, step)),
    )
    watch(attempt, now=now)
    return attempt


def save_answer(
    attempt: Attempt,
    question: PaperQuestion,
    posted: kinds.Posted,
    *,
    now: datetime,
    seen: int | None = None,
    goes_on: bool = False,
) -> Answer:
    """Keep what was answered, as given; a later answer replaces it until the attempt is handed in.

    `seen` is the revision that the page was made from, 0 for no answer: one that was made before the stored answer does
    not replace it, unless it says the same, and None says nothing about it. `goes_on`: the learner leaves for the next
    question, which is where another device takes up.
    Raises kinds.Refused for what is no answer to this question, AnsweredElsewhere, AttemptClosed after handing in, and
    TimeIsOver, a kind of it.
    """
    given = kinds.kind_of(question.kind).clean(posted, question.body)
    place = question.place + (goes_on and not question.stays_at(posted, given))
    while (revision := take(attempt, question, given, now=now, seen=seen, place=place)) is None:
        if not Attempt.objects.filter(pk=attempt.pk).taking_answers(now).exists():
            raise _refusal(attempt)
        stored = Answer.objects.filter(attempt=attempt, question_id=question.pk).first()
        if stored and stored.given == given:
            keep_place(attempt, place, now=now)
            return stored
        if stored and seen is not None and stored.revision != seen:
            raise AnsweredElsewhere(stored.revision, stored.given)
        # What stood in the way is gone: the time was extended, or the other answer made what this one had seen.
    return Answer(attempt=attempt, question_id=question.pk, given=given, answered_at=now, revision=revision)


def keep_place(attempt: Attempt, place: int, *, now: datetime) -> None:
    """Keep at which question another device takes up. Raises AttemptClosed after handing in, TimeIsOver."""
    if not Attempt.objects.filter(pk=attempt.pk).taking_answers(now).update(place=place):
        raise _refusal(attempt)


def _refusal(attempt: Attempt) -> AttemptClosed:
    stored = Attempt.objects.get(pk=attempt.pk)
    return TimeIsOver() if stored.is_open or stored.was_ended_by_time else AttemptClosed()


@transaction.atomic
def submit_attempt(attempt: Attempt, step: StepOutline, *, now: datetime) -> Attempt:
    """Grade the attempt and close it. A second call returns the first result.

    Raises Unanswered while questions are open, unless the time is over. A pass finishes the step, and the last step
    completes the course.
    """
    enrollment = locked(attempt.enrollment)
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if not attempt.is_open:
        return attempt
    return close(attempt, enrollment, step, now=now)


@transaction.atomic
def grant_attempt(
    enrollment: Enrollment, step: StepOutline, *, by: Employee, reason: str, now: datetime
) -> AttemptGrant:
    """Give one more attempt to somebody who used all of them. Two clicks give one. Raises StillHasAttempts."""
    enrollment = locked(enrollment)
    if enrollment.closed_at is not None:
        raise CourseNotOpen
    if attempts_left(enrollment, step).left != 0:
        raise StillHasAttempts
    grant = AttemptGrant.objects.create(
        enrollment=enrollment, step_id=step.pk, granted_by=by, reason=reason, granted_at=now
    )
    record_fact(GRANTED, grant, now=now)
    return grant
