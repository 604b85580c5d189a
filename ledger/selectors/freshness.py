"""How the log is doing: for the health page, the compliance page and the command."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ledger.errors import Problem
from ledger.models import Anchor, Checkpoint, SealerReport
from ledger.selectors.pending import pending
from ledger.selectors.tree import head

# Sealing happens every second. A writing transaction that takes longer than this is somebody's mistake.
MAY_WAIT = timedelta(minutes=2)


@dataclass(frozen=True)
class Freshness:
    """`size` entries are signed, `pending` wait, the oldest for `oldest_waits`; `problem`: why nothing is sealed."""

    checkpoint: Checkpoint | None
    size: int
    pending: int
    oldest_waits: timedelta | None
    anchored_at: datetime | None
    problem: Problem | None
    detail: str
    since: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether entries wait for longer than a seal takes, whatever the sealer says."""
        return self.oldest_waits is not None and self.oldest_waits > MAY_WAIT


def freshness(*, now: datetime) -> Freshness:
    newest, report = head(), sealer_report()
    waiting = pending(newest)
    return Freshness(
        checkpoint=newest,
        size=newest.size if newest else 0,
        pending=waiting.count,
        oldest_waits=None if waiting.oldest_at is None else max(now - waiting.oldest_at, timedelta(0)),
        anchored_at=Anchor.objects.order_by("-at").values_list("at", flat=True).first(),
        problem=Problem(report.problem) if report and report.problem else None,
        detail=report.detail if report else "",
        since=report.since if report else None,
    )


def sealer_report() -> SealerReport | None:
    """What the sealer noted last; None if it has never run."""
    return SealerReport.objects.order_by("pk").first()


def last_anchor() -> Anchor | None:
    """Where a checkpoint went last."""
    return Anchor.objects.select_related("address").order_by("-at", "-pk").first()
