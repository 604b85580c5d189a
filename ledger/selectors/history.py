"""What was said about entries afterwards, and what the checks of the log found."""

from django.db.models import QuerySet

from ledger.models import Correction, Entry, Verification


def corrections_of(entry: Entry) -> "QuerySet[Correction]":
    """What was said to be wrong with this entry, the latest first."""
    return Correction.objects.filter(entry=entry).order_by("-at", "-pk")


def last_verification() -> Verification | None:
    """The check that ended last."""
    return Verification.objects.order_by("-finished_at", "-pk").first()
