"""Putting jobs into the table, in the caller's transaction, and waking a worker once that is committed."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from toolkit.jobs import broker
from toolkit.jobs.kinds import Payload, kind_of
from toolkit.models import Job

logger = logging.getLogger(__name__)

# A bulk act wakes nobody: that many messages would keep a person's request waiting, and the sweep is seconds away.
MOST_WAKES = 200


@dataclass(frozen=True)
class NewJob:
    kind: str
    dedup_key: str
    payload: Payload = field(default_factory=dict)
    not_before: datetime | None = None


def enqueue(
    kind: str,
    *,
    dedup_key: str,
    now: datetime,
    payload: Payload | None = None,
    not_before: datetime | None = None,
) -> None:
    """Insert one job unless the same one exists. Raises KeyError for a kind that nobody registered."""
    enqueue_many([NewJob(kind, dedup_key, payload or {}, not_before)], now=now)


def enqueue_many(jobs: Iterable[NewJob], *, now: datetime) -> None:
    """Insert the jobs that do not exist yet, in one statement; wake workers for those due now, after the commit."""
    rows = [
        Job(
            kind=kind_of(job.kind).name,
            dedup_key=job.dedup_key,
            payload=job.payload,
            created_at=now,
            not_before=job.not_before or now,
        )
        for job in jobs
    ]
    Job.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    due: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.not_before <= now:
            due[row.kind].append(row.dedup_key)
    # robust: whatever happens now, the act is committed and must not look as if it had failed.
    # A lambda: Django cannot report the failure of a partial, which has no name.
    transaction.on_commit(lambda: _wake_inserted(due, now), robust=True)


def hasten(kind: str, *, dedup_key: str, now: datetime) -> None:
    """What the job waited for is there: it is due now. One that just finds that it has to wait is tried once more."""
    waits = Q(not_before__gt=now) | Q(lease_token__isnull=False)
    if Job.objects.unfinished().filter(waits, kind=kind, dedup_key=dedup_key).update(not_before=now):
        transaction.on_commit(lambda: _wake_inserted({kind: [dedup_key]}, now), robust=True)


def _wake_inserted(due: dict[str, list[str]], now: datetime) -> None:
    if not settings.CELERY_BROKER_URL or sum(map(len, due.values())) > MOST_WAKES:
        return
    ids: list[int] = []
    for kind, keys in due.items():
        ids += Job.objects.unfinished().filter(kind=kind, dedup_key__in=keys).values_list("pk", flat=True)
    wake(ids, now=now)


def wake(job_ids: Iterable[int], *, now: datetime) -> int:
    """Tell a worker about jobs, best effort: returns how many wake-ups the broker took. Never raises for the broker."""
    sent = broker.send("toolkit.run_job", [[pk] for pk in job_ids])
    ids = [pk for (pk,) in sent]
    if ids:
        Job.objects.filter(pk__in=ids).update(woken_at=now)
    return len(ids)
