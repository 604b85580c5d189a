"""Finding what was left: jobs whose wake-up was lost, whose worker died, or whose time has come."""

from datetime import datetime, timedelta

from django.db.models import Q

from toolkit.jobs.kinds import registered_names
from toolkit.jobs.queue import wake
from toolkit.models import Job, JobQuerySet

BATCH = 500
# A wake-up that nobody answered for this long is sent again; long enough that a busy queue is not flooded.
WAKE_AGAIN = timedelta(seconds=15)
# A job that nobody took for this long is done by the keeper itself: the broker or all workers are gone.
RESCUE = timedelta(seconds=25)


def _due(now: datetime) -> JobQuerySet:
    """Jobs that may be claimed at `now`, oldest first. Kinds that only a newer release knows are left to it."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    known = Job.objects.unfinished().filter(kind__in=registered_names())
    return known.filter(free, not_before__lte=now).order_by("not_before", "pk")


def due_ids(*, now: datetime, limit: int = BATCH) -> list[int]:
    return list(_due(now).values_list("pk", flat=True)[:limit])


def sweep(*, now: datetime) -> int:
    """Send a wake-up for every due job that has had none lately. Returns how many the broker took."""
    quiet = Q(woken_at=None) | Q(woken_at__lt=now - WAKE_AGAIN)
    return wake(_due(now).filter(quiet).values_list("pk", flat=True)[:BATCH], now=now)


def abandoned_ids(*, now: datetime, limit: int) -> list[int]:
    """Due jobs that no worker has taken although they have waited long; `now` minus RESCUE counts as long."""
    return due_ids(now=now - RESCUE, limit=limit)
