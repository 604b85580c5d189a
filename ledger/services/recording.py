"""Entering a fact into the log, in the transaction that makes the fact. No lock is taken: sealing gives the order."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from ledger.canonical import canonical_bytes
from ledger.facts import Statement, instant, kind_of
from ledger.models import Disclosure, Entry

FORMAT = 1
SALT_BYTES = 32

_AT_ONCE = """
    WITH entry AS (
        INSERT INTO ledger_entry (uuid, kind, fact, body, recorded_at) VALUES (%s, %s, %s, %s, %s)
        RETURNING id, "transaction"
    ), disclosure AS (
        INSERT INTO ledger_disclosure (entry_id, person, person_salt, detail, detail_salt)
        SELECT id, %s, %s, %s, %s FROM entry
    )
    SELECT id, "transaction" FROM entry
"""


def record_fact(kind: str, row: Any, *, now: datetime, is_late: bool = False) -> Entry:
    """Enters the fact that this row is. `is_late` marks what happened before the log began."""
    return record(kind, kind_of(kind).statement(row), now=now, is_late=is_late)


def record_facts(kind: str, rows: Iterable[Any], *, now: datetime, is_late: bool = False) -> list[Entry]:
    """Enters all these facts in two statements, in the order given."""
    statement = kind_of(kind).statement
    return _enter([entered(kind, statement(row), now=now, is_late=is_late) for row in rows])


def record(kind: str, statement: Statement, *, now: datetime, is_late: bool = False) -> Entry:
    """Enters a statement. Raises IntegrityError when the fact has an entry of this kind."""
    entry, disclosure = entered(kind, statement, now=now, is_late=is_late)
    if connection.vendor == "postgresql":
        return _enter_at_once(entry, disclosure)
    return _enter([(entry, disclosure)])[0]


def entered(kind: str, statement: Statement, *, now: datetime, is_late: bool = False) -> tuple[Entry, Disclosure]:
    """The rows of a statement, with new salts, not stored yet."""
    person_salt = secrets.token_bytes(SALT_BYTES) if statement.person else None
    detail_salt, detail = secrets.token_bytes(SALT_BYTES), canonical_bytes(dict(statement.detail))
    body = body_of(
        kind,
        statement,
        person=commitment(person_salt, statement.person.encode()) if person_salt else None,
        detail=commitment(detail_salt, detail),
        now=now,
        is_late=is_late,
    )
    entry = Entry(kind=kind, fact=statement.fact, body=canonical_bytes(body), recorded_at=now)
    disclosure = Disclosure(
        entry=entry, person=statement.person, person_salt=person_salt, detail=detail, detail_salt=detail_salt
    )
    return entry, disclosure


@transaction.atomic(savepoint=False)
def _enter(rows: list[tuple[Entry, Disclosure]]) -> list[Entry]:
    """Stores both or neither. Without a savepoint of its own: a fact that cannot be entered must not stand either."""
    entries = Entry.objects.bulk_create([entry for entry, _ in rows])
    Disclosure.objects.bulk_create([disclosure for _, disclosure in rows])
    return entries


def _enter_at_once(entry: Entry, disclosure: Disclosure) -> Entry:
    """The same for one, with one way to the server and back: most of what an entry costs is the way."""
    values: list[Any] = [entry.uuid, entry.kind, entry.fact, entry.body, entry.recorded_at]
    values += [disclosure.person, disclosure.person_salt, disclosure.detail, disclosure.detail_salt]
    with connection.cursor() as cursor:
        cursor.execute(_AT_ONCE, values)
        entry.pk, entry.transaction = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


def body_of(
    kind: str, statement: Statement, *, person: str | None, detail: str, now: datetime, is_late: bool
) -> dict[str, Any]:
    """The fields of an entry, as docs/ledger.md lists them."""
    body = {
        "v": FORMAT,
        "kind": kind,
        "fact": str(statement.fact) if statement.fact else None,
        "object": statement.object,
        "version": statement.version,
        "at": instant(statement.at),
        "recorded_at": instant(now),
        "person": person,
        "detail": detail,
    }
    return {**body, "late": True} if is_late else body


def commitment(salt: bytes, value: bytes) -> str:
    """SHA-256 of the salt and the value, 64 hexadecimal digits."""
    return hashlib.sha256(salt + value).hexdigest()
