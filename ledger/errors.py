"""Why the log is not sealed."""

from enum import StrEnum

from toolkit.errors import DomainError


class Problem(StrEnum):
    """What keeps the log from being sealed. The pages and `manage.py ledger status` say what to do."""

    NO_KEY = "no-key"
    BAD_KEY = "bad-key"
    UNKNOWN_KEY = "unknown-key"
    NO_COPY = "no-copy"
    BAD_COPY = "bad-copy"
    BEHIND = "behind"
    FORK = "fork"
    TORN = "torn"
    FAILED = "failed"


# What only `ledger continue_after_restore` ends: the log that was signed is not the log that is here.
NEEDS_NEW_ORIGIN = frozenset({Problem.UNKNOWN_KEY, Problem.NO_COPY, Problem.BAD_COPY, Problem.BEHIND, Problem.FORK})


class Refused(DomainError):
    """Nothing is signed, because it might contradict what was signed before, or cannot be. `str()` says what to do."""

    def __init__(self, problem: Problem, detail: str) -> None:
        super().__init__(detail)
        self.problem = problem


class Busy(Exception):
    """Another process is sealing right now, which is as good."""
