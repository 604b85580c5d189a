"""Every write of this app."""

from ledger.services.anchoring import add_anchor_address, end_anchor_address, note_anchor
from ledger.services.correcting import correct
from ledger.services.erasing import Erasable, erasable, erase, remove_files
from ledger.services.keys import continue_after_restore, make_key, rotate_key
from ledger.services.rebuilding import rebuild_tiles
from ledger.services.recording import record, record_fact, record_facts
from ledger.services.sealing import SealResult, report, seal
from ledger.services.verifying import keep, verify

__all__ = [
    "Erasable",
    "SealResult",
    "add_anchor_address",
    "continue_after_restore",
    "correct",
    "end_anchor_address",
    "erasable",
    "erase",
    "keep",
    "make_key",
    "note_anchor",
    "rebuild_tiles",
    "record",
    "record_fact",
    "record_facts",
    "remove_files",
    "report",
    "rotate_key",
    "seal",
    "verify",
]
