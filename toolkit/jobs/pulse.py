"""Work that takes longer than a lease: how far it is, and keeping the lease for as long as it gets on."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol

from django.db import DatabaseError, connections

from toolkit.models import Job

logger = logging.getLogger(__name__)

SECONDS = 2.0  # between two looks of the thread


class LostLease(Exception):
    """Somebody else holds the job now: what this worker made is thrown away."""


class Progress(Protocol):
    """What long work is handed, to say how far it is."""

    def at(self, done: int, of: int = 0) -> None:
        """So much is done, of so much in all (0: nobody knows). Cheap. Raises LostLease: the work is for nothing."""


class Unheard:
    """For work that nobody waits for on a page: a command, a test."""

    def at(self, done: int, of: int = 0) -> None:
        pass


class Pulse:
    """What long work says of itself. A thread with a connection of its own writes that down and renews the lease.

    It is another connection since the work may read one long snapshot, within which nothing can be written. The lease
    is renewed only after the work got on: one that hangs loses it, and somebody else begins anew.
    """

    def __init__(self, job: Job, *, lease: timedelta, clock: Callable[[], datetime]) -> None:
        self._job = job
        self._lease = lease
        self._clock = clock
        self._done = self._of = self._said = self._written = 0
        self._is_lost = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"pulse of job {job.pk}", daemon=True)

    def at(self, done: int, of: int = 0) -> None:
        self._done, self._of = done, of or self._of
        self._said += 1
        if self._is_lost:
            raise LostLease

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.wait(SECONDS) and not self._is_lost:
                if self._said != self._written:
                    self._write()
        finally:
            connections.close_all()

    def _write(self) -> None:
        said = self._said
        held = Job.objects.unfinished().filter(pk=self._job.pk, lease_token=self._job.lease_token)
        try:
            is_held = held.update(lease_until=self._clock() + self._lease, progress=self._done, progress_of=self._of)
        except DatabaseError:
            logger.warning("The lease of job %s could not be renewed; it is tried again", self._job, exc_info=True)
            connections.close_all()
            return
        self._written, self._is_lost = said, not is_held
