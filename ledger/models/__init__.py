"""The log as rows. Nothing here is changed afterwards, and triggers hold that too (migration 0003).

Three exceptions: a Disclosure can be removed, by an erasure that says why; Tiles can be made again from the entries at
any time; and an AnchorAddress ends.
"""

from ledger.models.anchors import Anchor, AnchorAddress
from ledger.models.entries import CurrentTransaction, Disclosure, Entry, Erasure, SealedEntry
from ledger.models.heads import Checkpoint, CoveredKind, LedgerKey, SealerReport, Tile
from ledger.models.verifying import Correction, Verification

__all__ = [
    "Anchor",
    "AnchorAddress",
    "Checkpoint",
    "Correction",
    "CoveredKind",
    "CurrentTransaction",
    "Disclosure",
    "Entry",
    "Erasure",
    "LedgerKey",
    "SealedEntry",
    "SealerReport",
    "Tile",
    "Verification",
]
