"""Keys: the first one, another one for the same log, and a new name for a log that came back from a backup.

Both changes can be stopped anywhere and called again: the new key waits in a file of its own until all else is written.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.errors import NEEDS_NEW_ORIGIN, Problem, Refused
from ledger.facts import Value
from ledger.keyfiles import KeyFiles, key_files
from ledger.models import LedgerKey
from ledger.notes import Signer
from ledger.selectors.tree import head as newest_head
from ledger.selectors.tree import sealed_size
from ledger.services import acts
from ledger.services.locking import take_lock
from ledger.services.sealing import seal
from toolkit.errors import DomainError


def make_key() -> bool:
    """Make the log's first key, named by LEDGER_ORIGIN. False if there is one: it is left as it is."""
    return key_files().make(Signer.new(settings.LEDGER_ORIGIN))


def rotate_key(*, now: datetime) -> LedgerKey:
    """Bring in another key under the same name. The next checkpoint is signed by both, then the old key is gone.

    What the old key signed stays valid. Raises Refused as `seal` does.
    """
    seal(now)
    files = key_files()
    signer = files.signer()
    fresh = files.next_signer()
    if fresh is None or fresh.name != signer.name:
        files.next.unlink(missing_ok=True)
        fresh = Signer.new(signer.name)
        files.make_next(fresh)
    detail: dict[str, Value] = {"from": signer.verifier.vkey, "to": fresh.verifier.vkey}
    key = _announce(fresh, acts.KEY_ROTATED, detail, now=now)
    seal(now)  # signs with both, unless somebody's long transaction holds the entry back: then a later seal does
    seal(now)  # and takes the new one for the key
    return key


def continue_after_restore(*, reason: str, now: datetime) -> LedgerKey:
    """Go on under a new origin with a new key, since what the old one signed last is not in this database.

    The old head goes into the log, and what was signed last is kept beside the key. Raises DomainError when there is
    nothing to go on from, and Refused as `seal` does.
    """
    if not reason.strip():
        raise DomainError(_("Say why, in a few words: the reason goes into the log."))
    files = key_files()
    problem = _what_is_wrong(now=now)
    _keep_lost_key(files, now=now)
    fresh = files.next_signer()
    if fresh is None or not _is_announced(fresh):
        files.next.unlink(missing_ok=True)
        fresh = Signer.new(_next_origin(files))
        files.make_next(fresh)
    detail = _old_heads(files, problem, reason.strip())
    key = _announce(fresh, acts.CONTINUED, detail, now=now)
    files.set_copy_aside(LedgerKey.objects.count() - 1)
    files.promote()
    seal(now)
    return key


def _keep_lost_key(files: KeyFiles, *, now: datetime) -> None:
    """Announce once more the key that signed last, where the backup is from before it came.

    What it signed stays valid, so auditors have to find it among the others.
    """
    try:
        signer = files.signer()
    except Refused:
        return  # nobody has it any more
    last = LedgerKey.objects.order_by("pk").last()
    if last is not None and last.origin == signer.name:
        _announce(signer, acts.KEY_ROTATED, {"from": last.vkey, "to": signer.verifier.vkey}, now=now)


def _what_is_wrong(*, now: datetime) -> Refused:
    try:
        seal(now)
    except Refused as problem:
        if problem.problem not in NEEDS_NEW_ORIGIN:
            raise
        return problem
    raise DomainError(_("There is nothing to continue: the database holds all that was signed, and it was sealed now."))


def _is_announced(signer: Signer) -> bool:
    return LedgerKey.objects.filter(vkey=signer.verifier.vkey).exists()


@transaction.atomic
def _announce(signer: Signer, kind: str, detail: dict[str, Value], *, now: datetime) -> LedgerKey:
    """The entry that says so and the key's row; those that exist, if this was stopped half-way before."""
    take_lock(waits=True)
    vkey = signer.verifier.vkey
    known = LedgerKey.objects.filter(vkey=vkey).first()
    if known is not None:
        return known
    entry = acts.record_act(kind, about=f"log:{signer.name}", detail=detail, now=now)
    return LedgerKey.objects.create(vkey=vkey, origin=signer.name, from_size=sealed_size(), since=now, entry=entry)


def _old_heads(files: KeyFiles, problem: Refused, reason: str) -> dict[str, Value]:
    """What was signed last, as far as it is known, and what this database holds of it."""
    detail: dict[str, Value] = {"reason": reason, "problem": problem.problem.value}
    copy = files.copy.read_text(encoding="utf-8", errors="replace") if files.copy.is_file() else ""
    detail["signed_last"] = copy[:2000]
    head = newest_head()
    if head is not None:
        detail["found"] = head.note
    return detail


def _next_origin(files: KeyFiles) -> str:
    """LEDGER_ORIGIN/2, /3 …: the first that neither the key's name nor the database has."""
    base = settings.LEDGER_ORIGIN
    taken = set(LedgerKey.objects.values_list("origin", flat=True)) | {base}
    try:
        taken.add(files.signer().name)
    except Refused as problem:
        if problem.problem is not Problem.NO_KEY:
            raise
    highest = max((int(rest) for name in taken if (rest := name.removeprefix(f"{base}/")).isdecimal()), default=1)
    return f"{base}/{highest + 1}"
