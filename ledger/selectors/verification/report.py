"""What verification says: counts, and for each kind of flaw how often it was found, and where first."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from django.db import InterfaceError, OperationalError
from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from toolkit.jobs.pulse import LostLease, Progress, Unheard


class Flaw(TextChoices):
    """What can be wrong, the most telling first."""

    BEHIND = "behind", _("The log is shorter than a checkpoint that was kept outside: an older backup was restored")
    WITNESS = "witness", _("A checkpoint that was kept outside does not fit the log")
    SIGNATURE = "signature", _("A checkpoint is not signed by the log’s key, or not as it is stored")
    ROOT = "root", _("The entries do not make up what was signed")
    GAP = "gap", _("An entry is missing")
    LEAF = "leaf", _("An entry is not the one that was sealed")
    TILE = "tile", _("The stored hashes are not those of the entries")
    BODY = "body", _("An entry is not written as entries are")
    COLUMNS = "columns", _("What the database says about an entry is not what the entry says")
    COMMITMENT = "commitment", _("What an entry commits to was changed")
    UNDISCLOSED = "undisclosed", _("What an entry commits to is gone, and no erasure says why")
    NOT_ERASED = "not_erased", _("An erasure left something behind")
    FACT = "fact", _("A row is not what its entry says")
    FILE = "file", _("A stored file is not the one that was entered, or is gone")
    NO_ENTRY = "no_entry", _("A row has no entry")
    NO_FACT = "no_fact", _("An entry has no row")
    DANGLING = "dangling", _("A row names something that is not there")
    UNFOUNDED = "unfounded", _("A row claims what no record says")
    GUARD = "guard", _("A guard of the database is missing, switched off or not as it was made")
    UNKNOWN_KIND = "unknown_kind", _("An entry is of a kind that nothing here makes")
    UNREADABLE = "unreadable", _("Something in the database cannot be read")
    PENDING = "pending", _("An entry waits for its seal for too long")


@dataclass
class Finding:
    """One kind of flaw. `first` says where it was found first, like "index 17" or "policies.attestation 5a1c…"."""

    flaw: Flaw
    first: str
    detail: str = ""
    count: int = 1

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Self:
        """What `Report.as_json` made of it."""
        return cls(Flaw(stored["flaw"]), stored["first"], stored["detail"], stored["count"])

    def __str__(self) -> str:
        words = {"what": self.flaw.label, "first": self.first, "detail": self.detail, "count": self.count}
        if self.detail:
            return gettext("%(what)s. First at %(first)s (%(detail)s); %(count)d in all.") % words
        return gettext("%(what)s. First at %(first)s; %(count)d in all.") % words


@dataclass
class Report:
    """What was looked at, and what was found. Sound means: nothing was found.

    `progress` hears how much was looked at. It may raise LostLease, which ends the check.
    """

    size: int = 0
    entries: int = 0
    pending: int = 0
    facts: int = 0
    files: int = 0
    erased: int = 0
    checkpoints: int = 0
    found: dict[Flaw, Finding] = field(default_factory=dict)
    progress: Progress = field(default_factory=Unheard)

    @property
    def is_sound(self) -> bool:
        return not self.found

    @property
    def findings(self) -> list[Finding]:
        """In the order of `Flaw`."""
        return [self.found[flaw] for flaw in Flaw if flaw in self.found]

    def add(self, flaw: Flaw, first: str, detail: str = "", count: int = 1) -> None:
        """Note a flaw. Of each kind the first one stays, the others are counted."""
        known = self.found.get(flaw)
        if known is None:
            self.found[flaw] = Finding(flaw, first, detail, count)
        else:
            known.count += count

    def got_on(self) -> None:
        """Says that more was looked at since the last time."""
        self.progress.at(self.entries + self.facts + self.files)

    def as_json(self) -> list[dict[str, Any]]:
        """The findings as they are stored."""
        return [
            {"flaw": finding.flaw.value, "first": finding.first, "detail": finding.detail, "count": finding.count}
            for finding in self.findings
        ]


@contextmanager
def whatever_is_there(report: Report, what: str) -> Iterator[None]:
    """What was changed by hand may be such that reading it fails: that is a finding, and the rest is looked at.

    A database that does not answer is none, and work that somebody else does now is for nothing: both raise.
    """
    try:
        yield
    except LostLease:
        raise
    except Exception as problem:
        if is_no_answer(problem):
            raise
        report.add(Flaw.UNREADABLE, what, repr(problem))


def is_no_answer(problem: Exception) -> bool:
    """Whether the database did not answer. What SQLite says of bytes that are no text has the same type."""
    is_about_bytes = str(problem).startswith("Could not decode")
    return isinstance(problem, OperationalError | InterfaceError) and not is_about_bytes
