"""Sealing: every entry gets one place, the tree grows by proofs, and every head is signed."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import receipts, selectors, services
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Entry, SealedEntry, Tile
from ledger.notes import Verifier
from ledger.services import placing
from tests.factories import NOW
from tests.support.emptying import guards_down
from tests.support.ledger import ORIGIN, bodies, check_all, enter

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_seal_begins_the_log_and_puts_that_entry_first(keys: KeyFiles) -> None:
    before = enter()
    result = services.seal(NOW)
    assert (result.sealed, result.size) == (2, 2)
    assert Entry.objects.get(sealed__index=0).kind == "log.begun"
    assert Entry.objects.get(sealed__index=1) == before
    check_all()


def test_an_empty_log_begins_with_one_entry_and_never_signs_nothing(keys: KeyFiles) -> None:
    services.seal(NOW)
    assert list(Checkpoint.objects.values_list("origin", "size")) == [(ORIGIN, 1)]


def test_nothing_new_signs_nothing(keys: KeyFiles) -> None:
    services.seal(NOW)
    assert services.seal(NOW).sealed == 0
    assert Checkpoint.objects.count() == 1


def test_entries_are_sealed_once_and_in_the_order_in_which_they_came(keys: KeyFiles) -> None:
    made = []
    for _ in range(5):
        made += [enter().pk for _ in range(3)]
        services.seal(NOW)
        services.seal(NOW)
    assert list(SealedEntry.objects.order_by("index").values_list("entry_id", flat=True))[1:] == made
    check_all()


def test_a_backlog_is_sealed_in_rounds_with_a_checkpoint_each(keys: KeyFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    services.seal(NOW)
    monkeypatch.setattr(placing, "BATCH", 4)
    for _ in range(10):
        enter()
    assert services.seal(NOW).sealed == 10
    assert list(Checkpoint.objects.order_by("id").values_list("size", flat=True)) == [1, 5, 9, 11]
    check_all()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_whatever_the_sizes_every_head_is_the_root_of_its_entries(keys: KeyFiles, steps: list[int]) -> None:
    for step in steps:
        with transaction.atomic():
            for _ in range(step):
                enter()
        services.seal(NOW)
    check_all()


def test_a_receipt_proves_the_entry_to_whoever_has_the_key(keys: KeyFiles) -> None:
    entry = enter()
    assert selectors.receipt(entry) is None
    assert not selectors.is_sealed(entry)
    services.seal(NOW)
    for _ in range(300):
        enter()
    services.seal(NOW)
    receipt = selectors.receipt(entry)
    assert receipt is not None
    assert selectors.is_sealed(entry)
    vkey = Verifier.from_vkey(selectors.published_vkeys()[0])
    assert receipts.verify(receipt, bytes(entry.body), [vkey], ORIGIN).size == 302
    with pytest.raises(receipts.ReceiptError):
        receipts.verify(receipt, bytes(entry.body) + b" ", [vkey], ORIGIN)


def test_a_receipt_in_an_earlier_checkpoint_still_comes_out_of_the_grown_tree(keys: KeyFiles) -> None:
    entry = enter()
    services.seal(NOW)
    first = selectors.head()
    for _ in range(600):
        enter()
    services.seal(NOW)
    receipt = selectors.receipt(entry, checkpoint=first)
    assert receipt is not None
    vkey = Verifier.from_vkey(selectors.published_vkeys()[0])
    assert receipts.verify(receipt, bytes(entry.body), [vkey]).size == 2


def test_damaged_tiles_are_not_signed_and_can_be_made_again(keys: KeyFiles) -> None:
    for _ in range(300):
        enter()
    services.seal(NOW)
    Tile.objects.filter(level=0, index=1).update(hashes=b"x" * 46 * 32)
    enter()
    with pytest.raises(Refused) as refusal:
        services.seal(NOW)
    assert refusal.value.problem is Problem.TORN
    assert services.rebuild_tiles() == 302
    assert services.seal(NOW).size == 302
    check_all()


def test_a_changed_sealed_entry_is_not_signed(keys: KeyFiles) -> None:
    changed = enter()
    services.seal(NOW)
    with guards_down():
        Entry.objects.filter(pk=changed.pk).update(body=b"{}")
    services.rebuild_tiles()
    enter()
    with pytest.raises(Refused) as refusal:
        services.seal(NOW)
    assert refusal.value.problem is Problem.TORN


def test_freshness_says_what_waits(keys: KeyFiles) -> None:
    assert selectors.freshness(now=NOW).checkpoint is None
    services.seal(NOW)
    enter(now=NOW - timedelta(minutes=3))
    enter(now=NOW)
    found = selectors.freshness(now=NOW)
    assert (found.size, found.pending, found.oldest_waits, found.is_late) == (1, 2, timedelta(minutes=3), True)
    services.seal(NOW)
    found = selectors.freshness(now=NOW)
    assert (found.size, found.pending, found.oldest_waits, found.is_late) == (3, 0, None, False)


def test_entries_are_streamed_in_their_order(keys: KeyFiles) -> None:
    for _ in range(9):
        enter()
    services.seal(NOW)
    assert [row.index for row in selectors.entries()] == list(range(10))
    assert [row.index for row in selectors.entries(3, 7)] == [3, 4, 5, 6]
    assert bodies()[4] == bytes(Entry.objects.get(sealed__index=4).body)
