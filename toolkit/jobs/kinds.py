"""The register of job kinds. Each app registers its own in `ready()`; this floor never asks upward."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from toolkit.jobs.pulse import Progress, Unheard

Payload = dict[str, Any]
Record = Callable[[], None]

# Seconds to wait after the first, second … failure. The last value repeats until the attempts are used up.
BACK_OFF = (10, 30, 60, 300, 900, 1800)


@dataclass(frozen=True)
class LongWork:
    """Work that may take longer than a lease. It says how far it is, and keeps the lease for as long as it gets on."""

    do: Callable[[Payload, datetime, Progress], Record]

    def __call__(self, payload: Payload, now: datetime) -> Record:
        return self.do(payload, now, Unheard())


@dataclass(frozen=True)
class JobKind:
    """How one kind of job is done.

    `work` does the slow part outside any transaction and returns `record`, which writes the effect. `record` runs in
    the transaction that marks the job done, and only if the lease is still ours: a late worker leaves no second effect.
    """

    name: str
    work: Callable[[Payload, datetime], Record]
    lease: timedelta = timedelta(seconds=30)
    max_attempts: int = 8


class Later(Exception):
    """Raised by `work`: it is not time yet. Costs no attempt."""

    def __init__(self, when: datetime, reason: str) -> None:
        super().__init__(reason)
        self.when = when


class GiveUp(Exception):
    """Raised by `work`: trying again cannot help. The job is dead at once and visible."""


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    _kinds[kind.name] = kind


def kind_of(name: str) -> JobKind:
    """The registered kind. Raises KeyError for a name that no app registered."""
    return _kinds[name]


def registered_names() -> frozenset[str]:
    return frozenset(_kinds)


def back_off(attempts: int) -> timedelta:
    """How long to wait after `attempts` failures (at least 1)."""
    return timedelta(seconds=BACK_OFF[min(attempts, len(BACK_OFF)) - 1])


def without_secrets(payload: Payload) -> Payload:
    """What is left of a payload when the job has ended: `secret` held what must not be kept (a sign-in link).

    A job that died of its attempts may be tried again, so `running.forget_secrets` takes it a day later.
    """
    return {key: value for key, value in payload.items() if key != "secret"}
