"""Signs of life of the background processes, kept in the database.

Not in the cache, whose loss is one of the things to be noticed, and not in a file, which other machines do not see.
"""

from datetime import datetime, timedelta

from toolkit.models import Heartbeat

KEEPER = "keeper"
WORKER = "worker"


def beat(name: str, *, now: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now})


def silence(name: str, *, now: datetime) -> timedelta | None:
    """How long ago the last sign of life was; None if there never was one."""
    at = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return None if at is None else max(now - at, timedelta(0))
