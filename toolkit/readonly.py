"""A guard that makes "GET never writes" a fact at run time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_READS = ("SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "EXPLAIN", "PRAGMA")


class WriteDuringRead(RuntimeError):
    """A page that only shows something tried to change the database."""


def _refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if not sql.lstrip(" (\n").upper().startswith(_READS):
        raise WriteDuringRead(f"A read-only request ran: {sql[:120]}")
    return execute(sql, params, many, context)


@contextmanager
def reads_only() -> Iterator[None]:
    """Within this block any statement but a read raises WriteDuringRead."""
    with connection.execute_wrapper(_refuse_writes):
        yield
