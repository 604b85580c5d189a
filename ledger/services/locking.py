"""One sealer at a time, on whatever machine."""

from django.db import connection

from ledger.errors import Busy

# Any number that nothing else of ours uses; it shows in pg_locks.
LOCK = 0x4C4544474552


def take_lock(*, waits: bool = False) -> None:
    """Until the end of the transaction. Raises Busy when another process has it and this one does not wait.

    On SQLite the transaction itself is the lock: it begins IMMEDIATE.
    """
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        if waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise Busy
