"""Stored files against the digests that entries commit to: one at a time, in pieces, however large they are.

Not of the one moment of the rest: hashing may take long, and a file is removed only after its erasure is committed.
"""

from datetime import datetime

from ledger.facts import StoredFile, all_files
from ledger.models import Erasure
from ledger.selectors.verification.report import Flaw, Report, whatever_is_there
from toolkit.stored import sha256_of


def check_files(report: Report, *, now: datetime) -> None:
    """Every file that an entered fact names by digest is there and is the one, unless it was erased."""
    for files in all_files():
        with whatever_is_there(report, files.kind):
            for file in files.every(now):
                report.files += 1
                report.got_on()
                problem = _problem(file)
                if problem and not _is_erased(files.kind, file):
                    report.add(Flaw.FILE, file.row, f"{file.name}: {problem}")


def _problem(file: StoredFile) -> str:
    try:
        found = sha256_of(file.name)
    except FileNotFoundError:
        return "" if file.may_be_gone else "it is gone"
    except OSError as problem:
        return f"it cannot be read: {problem!r}"
    return "" if found == file.sha256 else "its bytes are others"


def _is_erased(kind: str, file: StoredFile) -> bool:
    """Asked after the file was looked for: an erasure may have come in between."""
    return file.fact is not None and Erasure.objects.filter(entry__kind=kind, entry__fact=file.fact).exists()
