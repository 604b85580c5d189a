"""Lets the suite, and nothing else, empty tables that the database guards.

Tests that commit are followed by Django's flush, which is refused by triggers that keep facts from being removed. The
product has no switch for that, so here the triggers are set aside for the flush and put back in the same transaction.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.db.backends.base.operations import BaseDatabaseOperations

_flush = BaseDatabaseOperations.execute_sql_flush


@contextmanager
def flush_passes_guards() -> Iterator[None]:
    """Within this block the `flush` of test databases works in spite of triggers."""
    with mock.patch.object(BaseDatabaseOperations, "execute_sql_flush", _flush_without_triggers):
        yield


def _flush_without_triggers(operations: Any, statements: Sequence[str]) -> None:
    connection = operations.connection
    set_aside, put_back = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor](connection)
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for statement in set_aside:
            cursor.execute(statement)
        _flush(operations, statements)
        for statement in put_back:
            cursor.execute(statement)


@contextmanager
def guards_down() -> Iterator[None]:
    """Within this block nothing is guarded: what somebody does who owns the database and means harm."""
    set_aside, put_back = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}[connection.vendor](connection)
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()  # PostgreSQL alters no table with checks outstanding
        for statement in set_aside:
            cursor.execute(statement)
        yield
        connection.check_constraints()
        for statement in put_back:
            cursor.execute(statement)


def _on_sqlite(connection: Any) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    return [f'DROP TRIGGER "{name}"' for name, _ in triggers], [sql for _, sql in triggers]


def _on_postgresql(connection: Any) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
    off = [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables]
    return off, [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables]
