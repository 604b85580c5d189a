"""The keeper's sealer: a thread of its own, so that no job, however long, keeps the log from being sealed."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from django.db import connections

from ledger import services
from ledger.errors import Problem, Refused
from toolkit.clock import database_now

logger = logging.getLogger(__name__)

EVERY = 1.0
LONGEST_PAUSE = 30.0


class Sealer(threading.Thread):
    """Seals every second until `stop`. What goes wrong is logged when it begins and noted for the pages."""

    def __init__(self, stop: threading.Event, *, clock: Callable[[], datetime] = database_now) -> None:
        super().__init__(name="sealer", daemon=True)
        self.stop = stop
        self.clock = clock
        self._trouble = ""

    def run(self) -> None:
        pause = EVERY
        while not self.stop.wait(pause):
            pause = EVERY if self.seal_once() else min(LONGEST_PAUSE, pause * 2)
        connections.close_all()

    def seal_once(self) -> bool:
        """One seal; False if it could not be tried, because the database is away."""
        try:
            now = self.clock()
            self._tell(self._seal(now), now)
        except Exception as problem:  # the sealer has to outlive whatever a second meets
            self._log(f"Sealing could not be tried: {problem!r}")
            connections.close_all()
            return False
        return True

    def _seal(self, now: datetime) -> Refused | None:
        try:
            services.seal(now)
        except Refused as refusal:
            return refusal
        except Exception as problem:
            logger.exception("Sealing failed")
            return Refused(Problem.FAILED, f"Sealing failed: {problem}")
        return None

    def _tell(self, problem: Refused | None, now: datetime) -> None:
        services.report(problem, now=now)
        self._log(f"The log is not sealed. {problem}" if problem else "")

    def _log(self, trouble: str) -> None:
        """Once when it begins and once when it is over, not every second."""
        if trouble and trouble != self._trouble:
            logger.error(trouble)
        elif self._trouble and not trouble:
            logger.info("The log is sealed again.")
        self._trouble = trouble
