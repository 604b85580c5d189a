"""Putting jobs into the table, in the caller's transaction, and waking a worker once that is committed."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from celery import current_app
from django.conf import settings
from django.db import transaction

from toolkit.jobs.kinds import Payload, kind_of
from toolkit.models import Job

logger = logging.getLogger(__name__)

# After a failed wake-up the broker is left alone for a while: people's requests must not wait for it one by one.
PAUSE_AFTER_FAILURE = 10.0
_quiet_until = 0.0


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
    due = [(row.kind, row.dedup_key) for row in rows if row.not_before <= now]
    transaction.on_commit(partial(_wake_inserted, due, now))


def _wake_inserted(due: list[tuple[str, str]], now: datetime) -> None:
    if not settings.CELERY_BROKER_URL or len(due) > 200:
        return  # no broker, or a bulk act: the keeper's sweep takes them within seconds
    ids = [
        pk
        for kind, dedup_key in due
        for pk in Job.objects.unfinished().filter(kind=kind, dedup_key=dedup_key).values_list("pk", flat=True)
    ]
    wake(ids, now=now)


def wake(job_ids: Iterable[int], *, now: datetime) -> int:
    """Tell a worker about jobs, best effort: returns how many wake-ups the broker took. Never raises for the broker."""
    global _quiet_until
    ids = list(job_ids)
    if not ids or not settings.CELERY_BROKER_URL or time.monotonic() < _quiet_until:
        return 0
    sent: list[int] = []
    try:
        with current_app.connection_for_write(connect_timeout=2) as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            for pk in ids:
                current_app.send_task("toolkit.run_job", args=[pk], producer=producer, retry=False, ignore_result=True)
                sent.append(pk)
    except Exception as problem:
        # Whatever the broker does, the business transaction is committed and the keeper will find the job.
        _quiet_until = time.monotonic() + PAUSE_AFTER_FAILURE
        logger.warning("The broker took %s of %s wake-ups: %r", len(sent), len(ids), problem)
    Job.objects.filter(pk__in=sent).update(woken_at=now)
    return len(sent)
