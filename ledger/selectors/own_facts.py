"""What the log vouches for about itself: that something was erased, and that something was corrected."""

import hashlib

from django.db.models import QuerySet

from ledger.facts import FactKind, Statement, columns
from ledger.models import Correction, Entry, Erasure

ERASED = "fact.erased"
CORRECTED = "correction.made"


def _erasures() -> "QuerySet[Erasure]":
    return Erasure.objects.select_related("entry")


def _erasure(erasure: Erasure) -> Statement:
    """Names the entry by its leaf, which nobody can move or change, and commits to what the row says from now on."""
    return Statement(
        fact=erasure.uuid,
        object=_entry(erasure.entry),
        version="",
        at=erasure.at,
        person="",
        detail={
            **columns(erasure, "table", "reason", "by", "left_sha256"),
            "kind": erasure.entry.kind,
            "fact": str(erasure.entry.fact),
        },
    )


def _corrections() -> "QuerySet[Correction]":
    return Correction.objects.select_related("entry")


def _correction(correction: Correction) -> Statement:
    return Statement(
        fact=correction.uuid,
        object=_entry(correction.entry),
        version="",
        at=correction.at,
        person="",
        detail={
            **columns(correction, "reason", "by"),
            "detail": correction.detail,
            "kind": correction.entry.kind,
            "fact": str(correction.entry.fact),
        },
    )


def _entry(entry: Entry) -> str:
    return f"leaf:{hashlib.sha256(bytes([0]) + bytes(entry.body)).hexdigest()}"


KINDS = (
    FactKind(ERASED, _erasures, _erasure),
    FactKind(CORRECTED, _corrections, _correction, personal=("reason", "detail")),
)
