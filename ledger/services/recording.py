"""Entering a fact into the log, in the transaction that makes the fact. No lock is taken: sealing gives the order."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from ledger.canonical import canonical_bytes
from ledger.facts import Statement, instant, kind_of
from ledger.models import Disclosure, Entry
from ledger.services.entering import Draft, enter

FORMAT = 1
SALT_BYTES = 32


def record_fact(kind: str, row: Any, *, now: datetime, is_late: bool = False) -> Entry:
    """Enters the fact that this row is. `is_late` marks what happened before the log began."""
    return record(kind, kind_of(kind).statement(row), now=now, is_late=is_late)


def record_facts(kind: str, rows: Iterable[Any], *, now: datetime, is_late: bool = False) -> list[Entry]:
    """Enters all these facts in two statements, in the order given."""
    statement = kind_of(kind).statement
    return record_many(kind, (statement(row) for row in rows), now=now, is_late=is_late)


def record_many(kind: str, statements: Iterable[Statement], *, now: datetime, is_late: bool = False) -> list[Entry]:
    """Enters statements of one kind in two statements to the database, in the order given."""
    return _enter([_draft(kind, statement, now=now, is_late=is_late) for statement in statements], now=now)


def record(kind: str, statement: Statement, *, now: datetime, is_late: bool = False) -> Entry:
    """Enters a statement. Raises IntegrityError when the fact has an entry of this kind."""
    draft = _draft(kind, statement, now=now, is_late=is_late)
    if connection.vendor == "postgresql":
        return _enter_at_once(draft, now=now)
    return _enter([draft], now=now)[0]


def _draft(kind: str, statement: Statement, *, now: datetime, is_late: bool) -> Draft:
    salts = secrets.token_bytes(2 * SALT_BYTES)
    person_salt, detail_salt = salts[:SALT_BYTES] if statement.person else None, salts[SALT_BYTES:]
    detail = canonical_bytes(statement.detail)
    body = body_of(
        kind,
        statement,
        person=commitment(person_salt, statement.person.encode()) if person_salt else None,
        detail=commitment(detail_salt, detail),
        now=now,
        is_late=is_late,
    )
    spelled = canonical_bytes(body)
    return Draft(kind, statement.fact, spelled, statement.person, person_salt, detail, detail_salt)


@transaction.atomic(savepoint=False)
def _enter(drafts: list[Draft], *, now: datetime) -> list[Entry]:
    """Stores both or neither. Without a savepoint of its own: a fact that cannot be entered must not stand either."""
    entries = Entry.objects.bulk_create(
        Entry(kind=draft.kind, fact=draft.fact, body=draft.body, recorded_at=now) for draft in drafts
    )
    Disclosure.objects.bulk_create(
        Disclosure(
            entry=entry,
            person=draft.person,
            person_salt=draft.person_salt,
            detail=draft.detail,
            detail_salt=draft.detail_salt,
        )
        for entry, draft in zip(entries, drafts, strict=True)
    )
    return entries


def _enter_at_once(draft: Draft, *, now: datetime) -> Entry:
    """The same for one, with one way to the server and back: most of what an entry costs is the way."""
    uuid = uuid4()
    pk, number = enter(uuid, draft, now=now)
    entry = Entry(pk, uuid, draft.kind, draft.fact, draft.body, number, now)
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
