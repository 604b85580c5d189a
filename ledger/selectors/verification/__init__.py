"""Whether the log and the rows that it vouches for are what they were: everything against everything, reads only.

`log` goes over the log itself, `covering` compares it with the rows, `files` with what is stored, `heads` is what was
signed, `guards` what keeps the database from being changed.
"""

from collections.abc import Mapping
from datetime import datetime

from ledger.notes import Verifier
from ledger.selectors.keys import verifiers
from ledger.selectors.tree import head
from ledger.selectors.verification.covering import check_facts, check_pending
from ledger.selectors.verification.files import check_files
from ledger.selectors.verification.guards import check_guards
from ledger.selectors.verification.heads import all_heads, check_newest
from ledger.selectors.verification.log import check_log
from ledger.selectors.verification.reading import snapshot
from ledger.selectors.verification.report import Finding, Flaw, Report, whatever_is_there
from toolkit.jobs.pulse import Progress, Unheard

__all__ = ["Finding", "Flaw", "Report", "verify_everything"]


def verify_everything(
    *,
    now: datetime,
    outside: Mapping[str, bytes] | None = None,
    key: Verifier | None = None,
    progress: Progress | None = None,
) -> Report:
    """Looks at every entry, disclosure, signed head, fact and guard, as of one moment; then at every file.

    `outside` are signed checkpoints that were kept out of the database's reach, by a name for the report. `key` is the
    log's key as it lies beside the database: rows alone could name any key. `progress` hears how far the check is.
    """
    report = Report(progress=progress or Unheard())
    with snapshot():
        newest, signed_size = None, 0
        with whatever_is_there(report, "the newest checkpoint"):
            newest = head()
            signed_size = newest.size if newest else 0
            if newest and key:
                check_newest(report, newest, key)
        with whatever_is_there(report, "the log"):
            check_log(report, all_heads(report, verifiers(), outside or {}, key), signed_size=signed_size)
        with whatever_is_there(report, "the facts"):
            check_facts(report)
        with whatever_is_there(report, "what waits"):
            check_pending(report, signed_size=signed_size, now=now)
        with whatever_is_there(report, "the guards"):
            check_guards(report)
    check_files(report, now=now)
    return report
