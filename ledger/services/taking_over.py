"""The last step of a rotation: the new key takes the place of the old one."""

from contextlib import suppress

from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint
from ledger.notes import NoteError, open_note


def take_over(files: KeyFiles, head: Checkpoint | None) -> None:
    """A new key that has signed beside the old one is the key from now on. Call this under the lock."""
    waiting = files.next_signer()
    if waiting is None or head is None:
        return
    with suppress(NoteError):
        open_note(head.note.encode(), [waiting.verifier])
        files.promote()
