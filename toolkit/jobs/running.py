"""Doing one job: claim by one conditional UPDATE, work outside a transaction, record under the fence."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from toolkit.jobs.kinds import (
    GiveUp,
    JobKind,
    Later,
    LongWork,
    Payload,
    Record,
    back_off,
    kind_of,
    registered_names,
    without_secrets,
)
from toolkit.jobs.pulse import LostLease, Pulse
from toolkit.models import Job

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime]


class Outcome(Enum):
    NOT_MINE = "not mine"  # done, dead, not due, or held by another worker
    DONE = "done"
    LATER = "later"
    FAILED = "failed"
    DEAD = "dead"
    LOST_LEASE = "lost lease"


def claim(job_id: int, *, now: datetime) -> Job | None:
    """Take the job if it is due and free. One UPDATE decides between any number of workers."""
    job = Job.objects.filter(pk=job_id).first()
    if job is None:
        return None
    if job.kind not in registered_names():
        logger.warning("Job %s is of a kind that this release does not know; it is left to one that does", job)
        return None
    token = uuid.uuid4()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    taken = (
        Job.objects.unfinished()
        .filter(free, pk=job_id, not_before__lte=now)
        .update(lease_until=now + kind_of(job.kind).lease, lease_token=token, attempts=F("attempts") + 1)
    )
    if not taken:
        return None
    job.refresh_from_db()
    return job if job.lease_token == token else None


def run(job_id: int, *, clock: Clock) -> Outcome:
    """Do one job once. Every outcome is stored in the row; nothing but a broken database raises."""
    job = claim(job_id, now=clock())
    if job is None:
        return Outcome.NOT_MINE
    kind = kind_of(job.kind)
    if job.attempts > kind.max_attempts:
        # The worker itself died often enough that no failure was ever written down.
        return _end_attempt(job, dead_at=clock(), error=job.last_error or "The worker stopped during every attempt.")
    try:
        record = _work(job, kind, clock)
        _finish(job, record=record, now=clock())
    except LostLease:
        logger.warning("Job %s was taken over while it ran; its result is dropped", job)
        return Outcome.LOST_LEASE
    except Later as later:
        return _end_attempt(
            job, not_before=_unless_hastened(job, later.when), error=str(later), attempts=job.attempts - 1
        )
    except GiveUp as problem:
        return _end_attempt(job, dead_at=clock(), error=str(problem), payload=without_secrets(job.payload))
    except Exception as problem:
        logger.exception("Job %s failed, attempt %s", job, job.attempts)
        return _after_failure(job, kind, problem, now=clock())
    return Outcome.DONE


def _work(job: Job, kind: JobKind, clock: Clock) -> Record:
    if not isinstance(kind.work, LongWork):
        return kind.work(job.payload, clock())
    with Pulse(job, lease=kind.lease, clock=clock) as pulse:
        return kind.work.do(job.payload, clock(), pulse)


def _finish(job: Job, *, record: Callable[[], None], now: datetime) -> None:
    with transaction.atomic():
        # The fence comes first: it locks the row, so that a second worker with a newer token waits or wins, never both.
        held = Job.objects.unfinished().filter(pk=job.pk, lease_token=job.lease_token)
        if not held.update(
            done_at=now,
            lease_until=None,
            lease_token=None,
            last_error="",
            payload=without_secrets(job.payload),
        ):
            raise LostLease
        record()


def _after_failure(job: Job, kind: JobKind, problem: Exception, *, now: datetime) -> Outcome:
    error = f"{type(problem).__name__}: {problem}"
    if job.attempts >= kind.max_attempts:
        return _end_attempt(job, dead_at=now, error=error)
    return _end_attempt(job, not_before=now + back_off(job.attempts), error=error)


def _unless_hastened(job: Job, when: datetime) -> Case:
    """`when`, unless what the job waits for came while it ran: then somebody changed its time, and that holds."""
    return Case(When(not_before=job.not_before, then=Value(when)), default=F("not_before"))


def _end_attempt(
    job: Job,
    *,
    error: str,
    not_before: datetime | Case | None = None,
    dead_at: datetime | None = None,
    attempts: int | None = None,
    payload: Payload | None = None,
) -> Outcome:
    kept = Job.objects.unfinished().filter(pk=job.pk, lease_token=job.lease_token)
    updated = kept.update(
        lease_until=None,
        lease_token=None,
        woken_at=None,  # its next wake-up is due when it is, not some time after the last one
        last_error=error[:2000],
        not_before=not_before or job.not_before,
        payload=job.payload if payload is None else payload,
        dead_at=dead_at,
        attempts=job.attempts if attempts is None else attempts,
    )
    if not updated:
        return Outcome.LOST_LEASE
    if dead_at:
        return Outcome.DEAD
    return Outcome.LATER if attempts is not None else Outcome.FAILED


def retry(job: Job, *, now: datetime) -> bool:
    """Give a dead job all its attempts again. False if it is not dead (any more)."""
    revived = Job.objects.dead().filter(pk=job.pk)
    return bool(
        revived.update(dead_at=None, attempts=0, not_before=now, lease_until=None, lease_token=None, woken_at=None)
    )


def forget_secrets(*, died_before: datetime) -> int:
    """Take the secrets out of jobs that have been dead for a while: by now nobody tries again. Returns how many."""
    count = 0
    for job in Job.objects.dead().filter(dead_at__lt=died_before, payload__has_key="secret").iterator():
        # Only if it is still dead: somebody may be trying it again at this moment.
        count += Job.objects.dead().filter(pk=job.pk).update(payload=without_secrets(job.payload))
    return count
