"""Checking everything, and keeping what was found."""

from collections.abc import Mapping
from datetime import datetime

from ledger.errors import Problem, Refused
from ledger.keyfiles import key_files
from ledger.models import Verification
from ledger.notes import Verifier
from ledger.selectors.verification import Flaw, Report, verify_everything
from toolkit.jobs.pulse import Progress

BESIDE_THE_KEY = "the copy beside the key"


def verify(*, now: datetime, outside: Mapping[str, bytes] | None = None, progress: Progress | None = None) -> Report:
    """Checks every entry, fact and signed head, also against the copy beside the key and what was kept `outside`."""
    key, beside, problem = _beside()
    report = verify_everything(now=now, outside={**beside, **(outside or {})}, key=key, progress=progress)
    if problem is not None:
        report.add(Flaw.SIGNATURE, str(key_files().path), str(problem))
    return report


def keep(report: Report, *, started_at: datetime, finished_at: datetime) -> Verification:
    """Notes what a check found."""
    return Verification.objects.create(
        started_at=started_at,
        finished_at=finished_at,
        size=report.size,
        facts=report.facts,
        erased=report.erased,
        is_sound=report.is_sound,
        findings=report.as_json(),
    )


def _beside() -> tuple[Verifier | None, dict[str, bytes], Refused | None]:
    """The log's key and the last checkpoint as they lie beside the database, and what keeps them from being read."""
    files = key_files()
    try:
        note = files.read_copy()
        return files.signer().verifier, {} if note is None else {BESIDE_THE_KEY: note}, None
    except Refused as problem:
        return None, {}, None if problem.problem is Problem.NO_KEY else problem
