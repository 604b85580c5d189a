"""A log for tests: a key of its own in a folder of its own, facts to enter, and what an auditor would check."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

from django.db import connection
from django.test import override_settings

from ledger import checkpoints, merkle, services
from ledger.facts import Statement
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Entry
from ledger.notes import Signer, Verifier
from ledger.selectors import entries, published_vkeys
from ledger.selectors.pending import LARGEST, Horizon, horizon
from ledger.services import placing
from tests.factories import NOW

ORIGIN = "training.example.org/attestations"


def everything_is_settled() -> Horizon:
    """The horizon of a database that only this test writes to.

    The real one counts what is in flight on the whole server: the test's own transaction, and those of other tests
    beside it. Tests that are about transactions in flight use the real one.
    """
    if connection.vendor == "sqlite":
        return horizon()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (own,) = cursor.fetchone()
    return Horizon(below=own + 1, beyond=LARGEST, cluster=0)


@contextmanager
def own_key(folder: Path, *, origin: str = ORIGIN, is_made: bool = True) -> Iterator[KeyFiles]:
    """Within this block the log's key lies in `folder`, and what was recorded can be sealed at once."""
    files = KeyFiles(folder / "keys" / "ledger.key")
    at_once = mock.patch.object(placing, "horizon", everything_is_settled)
    with at_once, override_settings(LEDGER_ORIGIN=origin, LEDGER_KEY_FILE=files.path):
        if is_made:
            files.make(Signer.new(origin))
        yield files


def enter(name: str = "thing", *, now: datetime = NOW, fact: UUID | None = None, **detail: Any) -> Entry:
    """One entry about something that nothing else knows of."""
    statement = Statement(
        fact=fact or uuid4(), object=f"test:{name}", version="1", at=now, person=str(uuid4()), detail=detail
    )
    return services.record("test.happened", statement, now=now)


def bodies() -> list[bytes]:
    """All leaves, in their order."""
    return [row.body for row in entries()]


def check_all() -> None:
    """What an auditor does with the published keys: every checkpoint is signed, and is the root of its leaves."""
    known = [Verifier.from_vkey(vkey) for vkey in published_vkeys()]
    hashes = [merkle.leaf_hash(body) for body in bodies()]
    rows = list(Checkpoint.objects.order_by("id"))
    assert rows
    for row in rows:
        said = checkpoints.open_checkpoint(row.note.encode(), known, row.origin)
        assert (said.size, said.root) == (row.size, bytes(row.root))
        assert said.root == merkle.root(hashes[: row.size]), row.size
