"""The keeper: a loop that needs no broker. It fills the timetable's slots and finds jobs that were left.

The log is sealed beside it, in the same process (`trainingsite.sealing`).

A second keeper does no harm: slots are deduplicated by key, jobs are claimed by one conditional UPDATE.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connections

from toolkit import heartbeats
from toolkit.clock import database_now
from toolkit.jobs import broker, queue, running, sweeping
from toolkit.jobs.kinds import registered_names
from trainingsite.timetable import TIMETABLE, Entry, missed_slot, slot_key

logger = logging.getLogger(__name__)

SWEEP_EVERY = 5.0
TICK = 1.0  # with --work: how long a new job waits at most
BEAT_EVERY = 15.0
MOST_RESCUES = 5  # a sweep: rescuing must not keep the keeper from the timetable
LONGEST_WORK = 5.0  # with --work: after so long it looks at the timetable again
LONGEST_PAUSE = 30.0


class Keeper:
    """One keeper's loop. `stop` ends it after the job in hand; `clock` is the database's."""

    def __init__(
        self,
        *,
        does_work: bool,
        stop: threading.Event,
        clock: Callable[[], datetime] = database_now,
        timetable: Iterable[Entry] = TIMETABLE,
    ) -> None:
        self.does_work = does_work
        self.stop = stop
        self.clock = clock
        self.timetable = tuple(timetable)
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self._filled: dict[str, str] = {}
        self._next_sweep = self._next_beat = 0.0

    def run(self) -> None:
        """Tick until told to stop. An outage of database or broker is logged and waited out."""
        failures = 0
        while not self.stop.is_set():
            pause = TICK
            try:
                self.tick()
                failures = 0
            except Exception:  # the keeper has to outlive whatever a tick meets
                failures += 1
                pause = min(LONGEST_PAUSE, float(2 ** min(failures, 5)))
                logger.exception("The keeper could not go on; it tries again in %g s", pause)
                connections.close_all()
            self.stop.wait(pause)

    def tick(self) -> None:
        """Whatever is due now, once."""
        monotonic = time.monotonic()
        if monotonic >= self._next_sweep:
            self._next_sweep = monotonic + SWEEP_EVERY
            now = self.clock()
            heartbeats.beat(heartbeats.KEEPER, now=now)
            self.fill_timetable(now=now)
            if not self.does_work:
                self._sweep(now)
        if self.does_work:
            self._work()

    def fill_timetable(self, *, now: datetime) -> None:
        """Queue the job of every slot that has come, once a slot however many keepers there are."""
        for entry in self.timetable:
            slot = missed_slot(entry, zone=self.zone, now=now)
            if slot is None or entry.kind not in registered_names():
                continue
            key = slot_key(slot)
            if self._filled.get(entry.kind) != key:
                queue.enqueue(entry.kind, dedup_key=key, now=now)
                self._filled[entry.kind] = key

    def _sweep(self, now: datetime) -> None:
        sweeping.sweep(now=now)
        if time.monotonic() >= self._next_beat:
            self._next_beat = time.monotonic() + BEAT_EVERY
            broker.send("toolkit.beat", [[]], expires=BEAT_EVERY)
        self._do(sweeping.abandoned_ids(now=now, limit=MOST_RESCUES))

    def _work(self) -> None:
        until = time.monotonic() + LONGEST_WORK
        while not self.stop.is_set() and time.monotonic() < until:
            ids = sweeping.due_ids(now=self.clock(), limit=10)
            if not ids:
                return
            self._do(ids)

    def _do(self, ids: list[int]) -> None:
        for pk in ids:
            if self.stop.is_set():
                return
            running.run(pk, clock=self.clock)
