"""A guard that makes "GET never writes" a fact at run time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN", "PRAGMA")

# A common table expression may stand before a write, and may hold one.
_WRITES = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b")


class WriteDuringRead(RuntimeError):
    """A page that only shows something tried to change the database."""


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    statement = sql.lstrip(" (\n").upper()
    if not statement.startswith(_READS) or (statement.startswith("WITH") and _WRITES.search(statement)):
        raise WriteDuringRead(f"A read-only request ran: {sql[:120]}")
    return execute(sql, params, many, context)


@contextmanager
def reads_only() -> Iterator[None]:
    """Within this block any statement but a read raises WriteDuringRead."""
    with connection.execute_wrapper(_refuse_writes):
        yield
