"""Transactions that are under way while the log is sealed, several sealers at once, and a move to another server.

These use the real horizon, which counts what is in flight on the whole server. Other tests are on it too, so
these seal until everything is in.
"""

import threading
import time

import pytest
from django.db import connection, connections, transaction

from ledger import selectors, services
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Disclosure, Entry, SealedEntry
from ledger.selectors.pending import horizon
from ledger.services import placing
from ledger.services.locking import take_lock
from tests.factories import NOW
from tests.support.emptying import guards_down
from tests.support.ledger import check_all, enter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _the_real_horizon(keys: KeyFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placing, "horizon", horizon)


def seal_all(expected: int) -> None:
    until = time.monotonic() + 20
    while services.seal(NOW).size < expected:
        assert time.monotonic() < until, f"only {selectors.sealed_size()} of {expected} were sealed"
        time.sleep(0.02)


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has one writer at a time")
def test_an_entry_of_a_slow_transaction_is_not_passed_over() -> None:
    services.seal(NOW)
    recorded, may_commit = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            enter("slow")
            recorded.set()
            may_commit.wait(20)
        connections.close_all()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert recorded.wait(20)
    quick = [enter("quick").pk for _ in range(3)]  # later transactions that end before the slow one
    services.seal(NOW)
    assert not SealedEntry.objects.filter(entry__in=quick).exists()  # it would have had to come before them
    may_commit.set()
    thread.join()
    seal_all(5)
    order = list(SealedEntry.objects.order_by("index").values_list("entry__id", flat=True))[1:]
    slow = Entry.objects.exclude(pk__in=quick).get(kind="test.happened").pk
    assert order == [slow, *quick]
    check_all()


def test_what_writers_record_while_sealers_run_is_sealed_once_each() -> None:
    services.seal(NOW)
    made: list[int] = []
    problems: list[BaseException] = []
    done = threading.Event()

    def write(number: int) -> None:
        try:
            for n in range(12):
                with transaction.atomic():
                    made.append(enter(f"{number}-{n}").pk)
                    if n % 4 == 0:
                        made.append(enter(f"{number}-{n}-again").pk)
                        time.sleep(0.01)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    def keep_sealing() -> None:
        try:
            while not done.is_set():
                services.seal(NOW)
                time.sleep(0.005)
        except BaseException as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for thread in [*writers, *sealers]:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in sealers:
        thread.join()
    assert problems == []
    seal_all(len(made) + 1)
    sealed = list(SealedEntry.objects.order_by("index").values_list("index", "entry_id"))
    assert [index for index, _ in sealed] == list(range(len(made) + 1))
    assert sorted(entry for _, entry in sealed[1:]) == sorted(made)
    check_all()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="a file has no server")
def test_a_sealer_that_finds_another_at_work_leaves_it_to_that_one() -> None:
    services.seal(NOW)
    taken, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            take_lock()
            taken.set()
            may_go.wait(20)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    assert taken.wait(20)
    assert services.seal(NOW).is_busy
    may_go.set()
    thread.join()


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="a file has no server")
@pytest.mark.parametrize("ahead", [10**9, -(10**3)])
def test_after_a_move_to_another_server_nothing_is_left_out(ahead: int) -> None:
    """The numbers of the old server lie far ahead of the new one's, or behind them: they mean nothing there."""
    services.seal(NOW)
    sealed_there = enter("sealed there").pk
    seal_all(2)
    waiting = enter("waits while it moves").pk
    with guards_down(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET transaction = transaction + %s", [ahead])
        cursor.execute("UPDATE ledger_checkpoint SET cluster = 1, transaction = transaction + %s", [ahead])
    fresh = enter("first one here").pk
    seal_all(5)
    later = enter("second one here").pk
    seal_all(6)
    assert services.seal(NOW).sealed == 0
    order = list(SealedEntry.objects.order_by("index").values_list("entry_id", flat=True))
    assert order[1] == sealed_there
    assert set(order[2:]) == {waiting, fresh, later, Entry.objects.get(kind="log.moved").pk}
    assert b'"size":2' in bytes(Disclosure.objects.get(entry__kind="log.moved").detail)
    head = Checkpoint.objects.latest("id")
    assert head.cluster == horizon().cluster
    check_all()
