"""What somebody wrote into the database that no column should hold is a finding that names the row, never a crash."""

from typing import Any

import pytest
from django.db import connection

from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.models import Entry
from ledger.selectors.verification import Flaw, covering
from people.models import Employee
from policies.models import Attestation
from tests.factories import NOW
from tests.policies.factories import make_attestation, make_event
from tests.support.facts import tampering

pytestmark = pytest.mark.django_db

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL takes nothing of the kind.")


@pytest.fixture
def signed(ledger_key: KeyFiles, ada: Employee) -> list[Attestation]:
    event = make_event()
    services.record_fact("policy.published", event, now=NOW)
    rows = [make_attestation(ada, event.version, occasion=str(number)) for number in range(5)]
    for row in rows:
        services.record_fact("policy.attested", row, now=NOW)
    services.seal(NOW)
    return rows


class NoText(bytes):
    """Bytes that are stored as if they were a text."""


def _write(table: str, column: str, value: Any, pk: int) -> None:
    new = "CAST(%s AS TEXT)" if isinstance(value, NoText) else "%s"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        try:
            cursor.execute(f"UPDATE {table} SET {column} = {new} WHERE id = %s", [value, pk])
        finally:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")  # the connection serves other tests too


@only_sqlite
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("paper_id", "zz"),
        ("text_id", "zz"),
        ("version_id", "zz"),
        ("employee_id", b"\xff"),
        ("signed_at", "yesterday"),
        ("signed_on", "yesterday"),
        ("questions", "{"),
        ("score", "zz"),
        ("typed_name", b"\xff\xfe"),
        ("typed_name", NoText(b"A\xff")),
    ],
)
@pytest.mark.parametrize("at_once", [2, 1000])
def test_the_row_is_named(
    signed: list[Attestation], column: str, value: Any, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covering, "CHUNK", at_once)
    with tampering():
        _write("policies_attestation", column, value, signed[3].pk)
        report = services.verify(now=NOW)
        assert f"policies.attestation {signed[3].uuid}" in {finding.first for finding in report.findings}
        assert report.facts >= 5  # the others were looked at
        assert report.found.get(Flaw.FACT, None) is None or report.found[Flaw.FACT].count == 1


@only_sqlite
def test_a_row_whose_uuid_is_none_is_named_by_its_number(signed: list[Attestation]) -> None:
    with tampering():
        _write("policies_attestation", "uuid", "zz", signed[3].pk)
        findings = {finding.flaw: finding.first for finding in services.verify(now=NOW).findings}
        assert findings[Flaw.FACT] == f"policies.attestation number {signed[3].pk}"


@only_sqlite
@pytest.mark.parametrize(
    ("column", "value"),
    [("fact", "zz"), ("body", "text"), ("recorded_at", "x"), ("kind", b"\xff"), ("kind", NoText(b"\xff"))],
)
def test_an_odd_entry_is_found(signed: list[Attestation], column: str, value: Any) -> None:
    with tampering():
        _write("ledger_entry", column, value, Entry.objects.filter(fact=signed[3].uuid).get().pk)
        assert not services.verify(now=NOW).is_sound


@only_sqlite
@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("ledger_disclosure", "detail", "text"),
        ("ledger_disclosure", "person", b"\xff"),
        ("ledger_checkpoint", "root", "text"),
        ("ledger_checkpoint", "note", b"\xff"),
        ("ledger_tile", "hashes", "text"),
        ("ledger_tile", "hashes", NoText(b"\xff")),
    ],
)
def test_odd_parts_of_the_log_are_found(signed: list[Attestation], table: str, column: str, value: Any) -> None:
    with tampering():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT max(rowid) FROM {table}")
            _write(table, column, value, cursor.fetchone()[0])
        assert not services.verify(now=NOW).is_sound
