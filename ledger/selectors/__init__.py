"""Every read of this app."""

from ledger.selectors.freshness import Freshness, freshness, last_anchor, sealer_report
from ledger.selectors.history import corrections_of, erasure_of, erasures_of, is_check_overdue, last_verification
from ledger.selectors.keys import SigningKey, published_vkeys, signing_keys, verifiers
from ledger.selectors.pending import pending
from ledger.selectors.proofs import disclosed, entry_of, is_sealed, receipt, receipt_text, receipt_to_keep
from ledger.selectors.tree import SealedRow, bodies, entries, head, is_begun, read_tile, sealed_size, subtrees

__all__ = [
    "Freshness",
    "SealedRow",
    "SigningKey",
    "bodies",
    "corrections_of",
    "disclosed",
    "entries",
    "entry_of",
    "erasure_of",
    "erasures_of",
    "freshness",
    "head",
    "is_begun",
    "is_check_overdue",
    "is_sealed",
    "last_anchor",
    "last_verification",
    "pending",
    "published_vkeys",
    "read_tile",
    "receipt",
    "receipt_text",
    "receipt_to_keep",
    "sealed_size",
    "sealer_report",
    "signing_keys",
    "subtrees",
    "verifiers",
]
