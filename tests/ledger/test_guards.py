"""The log is only ever added to, whoever writes to the database."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.models import (
    Anchor,
    AnchorAddress,
    Checkpoint,
    CoveredKind,
    Disclosure,
    Entry,
    Erasure,
    LedgerKey,
    SealedEntry,
    Verification,
)
from tests.factories import NOW
from tests.support.ledger import enter
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db

KEPT = (Entry, SealedEntry, Checkpoint, LedgerKey, CoveredKind, Anchor, Erasure, Verification)
# One column of each table, set to itself.
COLUMNS = {
    Entry: "kind",
    SealedEntry: "entry_id",
    Checkpoint: "note",
    LedgerKey: "vkey",
    CoveredKind: "kind",
    Anchor: "file",
    Erasure: "reason",
    Verification: "findings",
    Disclosure: "person",
}


@pytest.fixture
def log(keys: KeyFiles) -> Entry:
    """A log with a row in every table."""
    entry = enter()
    services.seal(NOW)
    head = Checkpoint.objects.get()
    services.note_anchor(head, file="checkpoint.txt", now=NOW)
    CoveredKind.objects.create(kind="test.happened", entry=entry, entries=1)
    Erasure.objects.create(entry=Entry.objects.get(kind="log.begun"), table="test", reason="Asked for.", at=NOW)
    services.keep(services.verify(now=NOW), started_at=NOW, finished_at=NOW)
    return entry


def run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        connection.check_constraints()  # what is checked at the end of the transaction would refuse for another reason
        cursor.execute(sql)


@pytest.mark.parametrize("model", [*KEPT, Disclosure])
def test_no_row_is_changed(log: Entry, model: type[Entry]) -> None:
    assert model.objects.exists()
    column = COLUMNS[model]
    with pytest.raises(DatabaseError, match="never changed"):
        run(f'UPDATE {model._meta.db_table} SET "{column}" = "{column}"')


@pytest.mark.parametrize("model", KEPT)
def test_no_row_is_removed(log: Entry, model: type[Entry]) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"):
        run(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite knows REPLACE")
@pytest.mark.parametrize("model", [*KEPT, Disclosure])
def test_no_row_is_replaced(log: Entry, model: type[Entry]) -> None:
    table = model._meta.db_table
    with pytest.raises(DatabaseError, match=r"never changed|only after an erasure"):
        run(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", [*KEPT, Disclosure])
def test_no_table_is_emptied(log: Entry, model: type[Entry]) -> None:
    with pytest.raises(DatabaseError, match="never changed or removed"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")


def test_a_disclosure_goes_only_after_an_erasure(log: Entry) -> None:
    with pytest.raises(DatabaseError, match="only after an erasure"):
        run(f"DELETE FROM ledger_disclosure WHERE entry_id = {log.pk}")
    Erasure.objects.create(entry=log, table="test.thing", reason="The person asked for it.", by=uuid4(), at=NOW)
    run(f"DELETE FROM ledger_disclosure WHERE entry_id = {log.pk}")
    assert not Disclosure.objects.filter(entry=log).exists()


def test_an_erasure_says_why(log: Entry) -> None:
    with pytest.raises(DatabaseError, match="ledger_erasure_has_reason"), transaction.atomic():
        Erasure.objects.create(entry=log, table="test.thing", reason="", at=NOW)


def test_one_size_is_signed_once(log: Entry) -> None:
    head = Checkpoint.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Checkpoint.objects.create(
            origin=head.origin,
            size=head.size,
            root=b"x" * 32,
            note="another",
            signed_at=NOW,
            key=head.key,
            transaction=0,
            position=0,
            cluster=0,
        )


def test_an_address_gets_one_checkpoint_a_night_and_may_come_back_later(log: Entry) -> None:
    first = services.add_anchor_address(address="audit@example.com", name="Audit", by=None, now=NOW)
    with pytest.raises(DomainError, match="already"):
        services.add_anchor_address(address="audit@example.com", name="Again", by=None, now=NOW)
    services.end_anchor_address(first, by=None, now=NOW)
    services.add_anchor_address(address="audit@example.com", name="Audit", by=None, now=NOW)
    assert AnchorAddress.objects.filter(ended_at=None).count() == 1
    with pytest.raises(DatabaseError, match="never changed or removed"):
        run("DELETE FROM ledger_anchoraddress")
