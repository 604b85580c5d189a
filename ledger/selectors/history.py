"""What was said about entries afterwards, and what the checks of the log found."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from ledger.models import Correction, Erasure, LedgerKey, Verification

# The check runs every night. One that was missed may be made up for in the next; after two, somebody has to look.
MAY_PASS = timedelta(hours=48)


def corrections_of(facts: Iterable[UUID]) -> dict[UUID, list[Correction]]:
    """What was said to be wrong with the entries of these facts, each the latest first. One query."""
    found: dict[UUID, list[Correction]] = {}
    corrections = Correction.objects.filter(entry__fact__in=list(facts)).select_related("entry")
    for correction in corrections.order_by("-at", "-pk"):
        if correction.entry.fact is not None:
            found.setdefault(correction.entry.fact, []).append(correction)
    return found


def erasure_of(kind: str, fact: UUID) -> Erasure | None:
    """Why what the entry of this fact commits to is gone; None where nothing was erased."""
    return Erasure.objects.filter(entry__kind=kind, entry__fact=fact).first()


def erasures_of(facts: Iterable[UUID]) -> dict[UUID, Erasure]:
    """Why what the entries of these facts commit to is gone, for those where something was erased."""
    rows = Erasure.objects.filter(entry__fact__in=list(facts)).select_related("entry")
    return {row.entry.fact: row for row in rows if row.entry.fact is not None}


def last_verification() -> Verification | None:
    """The check that ended last."""
    return Verification.objects.order_by("-finished_at", "-pk").first()


def is_check_overdue(*, now: datetime) -> bool:
    """Whether no check has ended for two nights, or none at all since the log began."""
    last = last_verification()
    began = LedgerKey.objects.order_by("pk").values_list("since", flat=True).first()
    since = last.finished_at if last else began
    return since is not None and now - since > MAY_PASS
