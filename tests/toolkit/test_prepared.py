"""A statement that is sent at once does what the same one does through a cursor, on both databases."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DataError, IntegrityError, OperationalError, close_old_connections, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from people.models import Employee
from tests.factories import NOW, make_employee
from toolkit.models import Heartbeat
from toolkit.prepared import Prepared, columns_of, made_of
from toolkit.readonly import WriteDuringRead, reads_only

FIND = Prepared("tests_find", f"SELECT {columns_of(Employee)} FROM people_employee WHERE uuid = %s AND name <> %s")
BEAT = Prepared("tests_beat", "INSERT INTO toolkit_heartbeat (name, at) VALUES (%s, %s)")
is_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite sends nothing")


@pytest.fixture(params=["sent at once", "by a cursor"])
def way(request: pytest.FixtureRequest, db: None) -> Iterator[None]:
    with CaptureQueriesContext(connection) if request.param == "by a cursor" else nullcontext():
        yield


def test_what_is_found_is_what_the_model_would_find(way: None) -> None:
    person = make_employee("Zoë O’Neil", left_on=date(2027, 1, 2), last_login=datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    for _time in range(3):
        rows = FIND.rows(person.uuid, "")
        assert len(rows) == 1
        found = made_of(Employee, rows[0])
        expected = Employee.objects.get(pk=person.pk)
        names = [field.attname for field in Employee._meta.concrete_fields]
        assert [getattr(found, name) for name in names] == [getattr(expected, name) for name in names]
        assert found == expected
        assert not found._state.adding
    assert FIND.rows(uuid.uuid4(), "") == []


@pytest.mark.parametrize("text", ["'; DROP TABLE people_employee; --", "%s", "$1", "", "\\", "é" * 5000])
def test_a_value_is_a_value(way: None, text: str) -> None:
    person = make_employee("Sam Doe")
    assert len(FIND.rows(person.uuid, text)) == 1


def beat(name: str | None, at: datetime | None = NOW) -> list[object]:
    """Writes, and returns what was written."""
    statement = Prepared(
        f"tests_beat_{uuid.uuid4().hex}", "INSERT INTO toolkit_heartbeat (name, at) VALUES (%s, %s) RETURNING name"
    )
    return [*statement.rows(name, at)]


def test_a_refused_row_is_djangos_error_and_leaves_the_transaction_broken_as_ever(way: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        beat("x", None)
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            beat("x", None)
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            FIND.rows(uuid.uuid4(), "")
    assert beat("x")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("begin", [lambda: None, lambda: Heartbeat.objects.exists()], ids=["first", "later"])
def test_a_statement_belongs_to_the_open_transaction(begin: Callable[[], object]) -> None:
    """Also where it is the first one in it: psycopg begins a transaction only then."""
    beat("kept")
    with transaction.atomic():
        begin()
        beat("undone")
        transaction.set_rollback(True)
    assert list(Heartbeat.objects.values_list("name", flat=True)) == ["kept"]


@pytest.mark.django_db
def test_a_page_that_only_shows_something_cannot_write_like_this() -> None:
    with reads_only():
        assert FIND.rows(uuid.uuid4(), "") == []
        with pytest.raises(WriteDuringRead):
            BEAT.rows("x", NOW)


@is_postgres
@pytest.mark.django_db(transaction=True)
def test_it_is_planned_once_for_each_connection() -> None:
    def known() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'tests_find%'")
            return [name for (name,) in cursor.fetchall()]

    def ask() -> None:
        for _time in range(3):
            FIND.rows(uuid.uuid4(), "")
        found.append(known())
        connection.close()

    found: list[list[str]] = []
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    ask()
    assert found == [["tests_find"], ["tests_find"]]


@is_postgres
@pytest.mark.django_db(transaction=True)
def test_behind_a_pooler_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    name = f"tests_{uuid.uuid4().hex}"
    assert Prepared(name, "SELECT CAST(%s AS bigint) + 1").rows(1) == [(2,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name = %s", [name])
        assert cursor.fetchone() == (0,)


@is_postgres
@pytest.mark.django_db
def test_a_character_that_postgresql_cannot_store_is_refused_and_cuts_nothing_off(way: None) -> None:
    person = make_employee("Sam Doe")
    with pytest.raises(DataError), transaction.atomic():
        FIND.rows(person.uuid, "Sam Doe\0")


@pytest.mark.django_db
def test_moments_are_compared_as_moments(way: None) -> None:
    Heartbeat.objects.create(name="x", at=NOW)
    later = Prepared(f"tests_{uuid.uuid4().hex}", "SELECT name FROM toolkit_heartbeat WHERE at > %s")
    assert later.rows(NOW) == []
    assert later.rows(NOW - timedelta(microseconds=1)) == [("x",)]


@is_postgres
@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_is_an_error_once() -> None:
    ask = Prepared(f"tests_{uuid.uuid4().hex}", "SELECT pg_backend_pid() + CAST(%s AS bigint)")
    lost: list[int] = []

    def end_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [lost[0]])
        connection.close()

    [(pid,)] = ask.rows(0)
    lost.append(pid)
    other = threading.Thread(target=end_it)
    other.start()
    other.join()
    with pytest.raises(OperationalError):
        ask.rows(0)
    close_old_connections()  # as at the end of every request
    assert ask.rows(0) != [(pid,)]
