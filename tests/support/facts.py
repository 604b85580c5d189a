"""For tests of what the ledger says of rows: statements made again, as bytes, and edits that the triggers refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from ledger.canonical import canonical_bytes
from ledger.facts import Statement, instant, kind_of
from ledger.models import Disclosure
from ledger.selectors.verification import Flaw, Report


def statement_again(kind: str) -> Statement:
    """The statement of the only row of this kind, made from what the database holds, and without a query of its own."""
    (row,) = kind_of(kind).rows()
    with CaptureQueriesContext(connection) as queries:
        statement = kind_of(kind).statement(row)
    assert not queries.captured_queries
    return statement


def bytes_of(statement: Statement) -> bytes:
    """All of a statement."""
    parts: list[Any] = [statement.object, statement.version, instant(statement.at), statement.person]
    return canonical_bytes([*parts, dict(statement.detail)])


def is_entered(kind: str) -> bool:
    """The detail that was hashed is the one of the row as the database holds it now."""
    statement = statement_again(kind)
    disclosed = Disclosure.objects.get(entry__kind=kind, entry__fact=statement.fact)
    return (disclosed.person, bytes(disclosed.detail)) == (statement.person, canonical_bytes(dict(statement.detail)))


def set_triggers_aside() -> None:
    """Until the end of this transaction the database refuses nothing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def flaws(report: Report) -> dict[Flaw, str]:
    """What was found and where first, but for guards: on SQLite tampering begins with taking them down."""
    return {finding.flaw: finding.first for finding in report.findings if finding.flaw is not Flaw.GUARD}


@contextmanager
def tampering() -> Iterator[None]:
    """What somebody does who owns the database and means harm, taken back at the end of this block."""
    with transaction.atomic():
        set_triggers_aside()
        yield
        transaction.set_rollback(True)
