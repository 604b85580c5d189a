"""Sending one fact to PostgreSQL: with one way there and back, and with as little as possible around it.

Signing waits for this, so it is measured (`bin/bench ledger`). One call of libpq costs half of what a cursor does
with the same values, so cursors are left to the cases where something else looks at the statement.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakSet

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_FUNCTION = "SELECT entry, number FROM ledger_enter(%s, %s, %s, %s, %s, %s, %s, %s, %s)"
_NUMBERED = b"SELECT entry, number FROM ledger_enter($1, $2, $3, $4, $5, $6, $7, $8, $9)"
_UUID, _TEXT, _BYTES, _INSTANT = (
    psycopg.adapters.types[name].oid for name in ("uuid", "varchar", "bytea", "timestamptz")
)
_TYPES = [_UUID, _TEXT, _UUID, _BYTES, _INSTANT, _TEXT, _BYTES, _BYTES, _BYTES]
_IS_BINARY = [1, 0, 1, 1, 0, 0, 1, 1, 1]
_NAME = b"ledger_enter"
_knowing: "WeakSet[psycopg.Connection[Any]]" = WeakSet()
"""Connections that have the statement by its name, so that it is read and planned once for each of them."""


class Draft(NamedTuple):
    """What is stored of a statement: the bytes that are hashed, and what they commit to with new salts."""

    kind: str
    fact: UUID | None
    body: bytes
    person: str
    person_salt: bytes | None
    detail: bytes
    detail_salt: bytes


def enter(uuid: UUID, draft: Draft, *, now: datetime) -> tuple[int, int]:
    """Stores a draft. Returns the entry's id and the number of the transaction. Raises IntegrityError."""
    connection.ensure_connection()
    ours: psycopg.Connection[Any] = connection.connection
    is_watched = connection.execute_wrappers or connection.queries_logged
    # A pooler that gives every transaction another server keeps no statement by its name: Django's setting for it.
    is_pooled = connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")
    if is_watched or is_pooled or ours.pgconn.transaction_status != TransactionStatus.INTRANS:
        return _with_cursor(uuid, draft, now)
    with connection.wrap_database_errors:
        if ours not in _knowing:
            _has_to_be(ours.pgconn.prepare(_NAME, _NUMBERED, _TYPES), ExecStatus.COMMAND_OK)
            _knowing.add(ours)
        values: Any = _values(uuid, draft, now)  # psycopg's types forget that a value may be null
        result = ours.pgconn.exec_prepared(_NAME, values, _IS_BINARY)
        _has_to_be(result, ExecStatus.TUPLES_OK)
    return int(result.get_value(0, 0) or 0), int(result.get_value(0, 1) or 0)


def _has_to_be(result: PGresult, status: ExecStatus) -> None:
    if result.status != status:
        raise psycopg.errors.error_from_result(result)


def _values(uuid: UUID, draft: Draft, now: datetime) -> list[bytes | None]:
    """As libpq takes them: 16 bytes for a uuid, text in UTF-8, bytes as they are."""
    fact = None if draft.fact is None else draft.fact.bytes
    said = [uuid.bytes, draft.kind.encode(), fact, draft.body, now.isoformat().encode()]
    return [*said, draft.person.encode(), draft.person_salt, draft.detail, draft.detail_salt]


def _with_cursor(uuid: UUID, draft: Draft, now: datetime) -> tuple[int, int]:
    shown: list[Any] = [draft.person, draft.person_salt, draft.detail, draft.detail_salt]
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION, [uuid, draft.kind, draft.fact, draft.body, now, *shown])
        entry, number = cursor.fetchone()
    return entry, number
