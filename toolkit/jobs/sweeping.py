"""Finding what was left: jobs whose wake-up was lost, whose worker died, or whose time has come."""

from datetime import datetime, timedelta

from django.db.models import Q

from toolkit.jobs.queue import wake
from toolkit.models import Job

BATCH = 500
# A wake-up that nobody answered for this long is sent again; long enough that a busy queue is not flooded.
WAKE_AGAIN = timedelta(seconds=15)
# A job that nobody took for this long is done by the keeper itself: the broker or all workers are gone.
RESCUE = timedelta(seconds=25)


def due_ids(*, now: datetime, limit: int = BATCH) -> list[int]:
    """Jobs that may be claimed at `now`, oldest first."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Job.objects.unfinished().filter(free, not_before__lte=now).order_by("not_before", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def sweep(*, now: datetime) -> int:
    """Send a wake-up for every due job that has had none lately. Returns how many the broker took."""
    quiet = Q(woken_at=None) | Q(woken_at__lt=now - WAKE_AGAIN)
    ids = Job.objects.filter(quiet, pk__in=due_ids(now=now)).values_list("pk", flat=True)
    return wake(list(ids), now=now)


def abandoned_ids(*, now: datetime, limit: int) -> list[int]:
    """Due jobs that no worker has taken although they have waited long; `now` minus RESCUE counts as long."""
    return due_ids(now=now - RESCUE, limit=limit)
