"""Reading the log for verification: of one moment, in order, as plain values, and without the ORM, which is too slow.

Instants and uuids come as the text that stands in entries, so that comparing them is comparing text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from django.db import connection, transaction

CHUNK = 4000

_ROWS = """
    SELECT s."index", e.id, e.kind, {fact}, {recorded_at}, e.body,
        d.id, d.person, d.person_salt, d.detail, d.detail_salt, x.id
    FROM ledger_sealedentry s
    LEFT JOIN ledger_entry e ON e.id = s.entry_id
    LEFT JOIN ledger_disclosure d ON d.entry_id = s.entry_id
    LEFT JOIN ledger_erasure x ON x.entry_id = s.entry_id
    WHERE s."index" >= %s AND s."index" < %s
    ORDER BY s."index"
"""
_POSTGRESQL = _ROWS.format(
    fact="CAST(e.fact AS text)",
    recorded_at="""to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
)
_SQLITE = _ROWS.format(
    fact=" || '-' || ".join(
        f"substr(e.fact, {start}, {length})" for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    ),
    recorded_at="replace(e.recorded_at, ' ', 'T') || CASE length(e.recorded_at) WHEN 19 THEN '.000000Z' ELSE 'Z' END",
)


class Places(NamedTuple):
    """How many places of the tree are taken, and which are the first and the last."""

    taken: int
    first: int
    last: int


@contextmanager
def snapshot() -> Iterator[None]:
    """What is read inside is of one moment, while the site goes on writing."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            _run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        _run("BEGIN")  # and not atomic(): that would take the lock for writing, and keep everybody else waiting
        try:
            yield
        finally:
            _run("ROLLBACK")


def places() -> Places:
    """Which indexes there are."""
    rows = _run('SELECT count(*), coalesce(min("index"), 0), coalesce(max("index"), -1) FROM ledger_sealedentry')
    return Places(*rows[0])


def sealed_rows(end: int) -> Iterator[list[Any]]:
    """What is sealed from index 0 up to and without `end`, as lists of up to 4000 rows, one list for each 4000 indexes.

    A row is (index, entry, kind, fact, recorded_at, body, disclosure, person, person_salt, detail, detail_salt,
    erasure), with ids for entry, disclosure and erasure, and None for whatever is not there.
    """
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        # By ranges and not by one large query, which would sort a million bodies first. Binary, which is twice as fast.
        with psycopg.Cursor(connection.connection) as cursor:
            for start in range(0, end, CHUNK):
                cursor.execute(_POSTGRESQL, (start, min(start + CHUNK, end)), binary=True)
                yield cursor.fetchall()
    else:
        for start in range(0, end, CHUNK):
            yield _run(_SQLITE, start, min(start + CHUNK, end))


def stored_tiles(level: int, start: int, end: int) -> dict[int, bytes]:
    """The tiles of a level from number `start` up to and without `end`."""
    rows = _run(
        'SELECT "index", hashes FROM ledger_tile WHERE level = %s AND "index" >= %s AND "index" < %s', level, start, end
    )
    return {index: bytes(hashes) for index, hashes in rows}


def tile_counts() -> dict[int, int]:
    """How many tiles are stored of each level."""
    return dict(_run("SELECT level, count(*) FROM ledger_tile GROUP BY level"))


def _run(statement: str, *parameters: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []
