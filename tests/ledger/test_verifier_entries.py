"""The first altered entry is named: exactly with the hashes of the signed ones, as closely as can be without."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.packs import Log, lines, pack_of, verified
from tests.ledger.test_verifier_alterations import CHOSEN, GOOD, THE_LOG, put, swap, update, with_records

WITH_HASHES = pack_of(THE_LOG, CHOSEN, previous=200, hashes=True)


def with_entries(change: Callable[[list[bytes]], object], pack: dict[str, bytes] = GOOD) -> dict[str, bytes]:
    entries = list(THE_LOG.entries)
    change(entries)
    assert entries != THE_LOG.entries
    return pack | {"entries.jsonl": lines(entries)}


# 30 is among the disclosed entries, 31 and 32 are not.
ALTERATIONS: dict[str, Callable[[list[bytes], int], object]] = {
    "edited": lambda entries, index: put(entries, index, entries[index].replace(b"attested", b"attestex")),
    "back-dated": lambda entries, index: put(entries, index, entries[index].replace(b"2026", b"2025")),
    "emptied": lambda entries, index: put(entries, index, b""),
    "deleted": lambda entries, index: entries.pop(index),
    "doubled": lambda entries, index: entries.insert(index, entries[index - 1]),
    "inserted": lambda entries, index: entries.insert(index, entries[0]),
    "swapped": lambda entries, index: swap(entries, index, index + 1),
    "replaced": lambda entries, index: put(entries, index, entries[index + 1]),
    "split": lambda entries, index: put(entries, index, entries[index].replace(b",", b"\n", 1)),
    "spaced": lambda entries, index: put(entries, index, entries[index] + b" "),
}
everywhere = pytest.mark.parametrize("index", [1, 30, 31, 32, 255, 256, 298])


@everywhere
@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_the_first_altered_entry_is_named_with_the_hashes_of_the_signed_ones(
    tmp_path: Path, alteration: str, index: int
) -> None:
    pack = with_entries(lambda entries: ALTERATIONS[alteration](entries, index), WITH_HASHES)
    message = f"NOT VERIFIED: entry {index} was altered, added or removed: it is not the one that was signed\n"
    other = f"NOT VERIFIED: entry {index} is not the one that proofs/{index}.tlog-proof proves"
    status, printed = verified(pack, tmp_path)
    assert status == 1
    assert printed == message or printed.startswith(other)


@everywhere
@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_without_those_hashes_it_is_named_as_closely_as_receipts_and_earlier_checkpoints_allow(
    tmp_path: Path, alteration: str, index: int
) -> None:
    pack = with_entries(lambda entries: ALTERATIONS[alteration](entries, index))
    status, printed = verified(pack, tmp_path)
    assert status == 1
    named = re.match(r"NOT VERIFIED: (?:an )?entry (?:from number )?(\d+)", printed)
    assert named, printed
    if index in CHOSEN:
        assert int(named[1]) == index
    elif "from number" in printed:
        assert int(named[1]) == (200 if index >= 200 else 0)
    else:
        assert int(named[1]) == min(chosen for chosen in CHOSEN if chosen > index)


@pytest.mark.parametrize("pack", [GOOD, WITH_HASHES], ids=["without hashes", "with hashes"])
def test_entries_beyond_the_signed_ones_and_missing_last_ones_are_noticed(
    tmp_path: Path, pack: dict[str, bytes]
) -> None:
    for change in (lambda entries: entries.append(entries[0]), lambda entries: entries.pop()):
        status, printed = verified(with_entries(change, pack), tmp_path)
        assert status == 1
        named = "entry (300|299) was altered" if pack is WITH_HASHES else "has (301|299) entries, checkpoint 300"
        assert re.search(named, printed)


def test_of_several_alterations_the_first_is_named(tmp_path: Path) -> None:
    record = with_records(lambda records: update(records, 10, "person", ref="somebody else"), "")[0]
    receipt = record | {"proofs/33.tlog-proof": b""}
    assert "the record of entry 30: person" in verified(receipt, tmp_path)[1]
    entry = {**WITH_HASHES, "records.jsonl": record["records.jsonl"]}
    later = with_entries(lambda entries: put(entries, 40, b"{}"), entry)
    assert "the record of entry 30: person" in verified(later, tmp_path)[1]
    earlier = with_entries(lambda entries: put(entries, 20, b"{}"), entry)
    assert "entry 20 was altered" in verified(earlier, tmp_path)[1]


def flipped(hashes: bytes, place: int) -> bytes:
    return hashes[:place] + bytes([hashes[place] ^ 1]) + hashes[place + 1 :]


ALTERED_HASHES: dict[str, tuple[Callable[[bytes], bytes], int]] = {
    "the first": (lambda hashes: flipped(hashes, 0), 0),
    "one of many": (lambda hashes: flipped(hashes, 5000), 156),
    "the last": (lambda hashes: flipped(hashes, len(hashes) - 1), 299),
    "swapped": (lambda hashes: hashes[:64] + hashes[96:128] + hashes[64:96] + hashes[128:], 2),
    "cut off": (lambda hashes: hashes[:-1], 299),
    "one too few": (lambda hashes: hashes[:-32], 299),
    "none": (lambda hashes: b"", 0),
    "a byte too many": (lambda hashes: hashes + b"x", 300),
    "one too many": (lambda hashes: hashes + hashes[:32], 300),
}


@pytest.mark.parametrize(("change", "named"), ALTERED_HASHES.values(), ids=ALTERED_HASHES)
def test_altered_hashes_are_named_and_accuse_no_entry(
    tmp_path: Path, change: Callable[[bytes], bytes], named: int
) -> None:
    pack = WITH_HASHES | {"leaf_hashes.bin": change(WITH_HASHES["leaf_hashes.bin"])}
    message = f"leaf_hashes.bin was altered: its hash number {named} is not that of entry {named}"
    assert verified(pack, tmp_path) == (1, f"NOT VERIFIED: {message}\n")
    status, printed = verified(with_entries(lambda entries: entries.pop(298), pack), tmp_path)
    assert status == 1
    assert "an entry from number 200 on was altered" in printed


@pytest.mark.parametrize("index", [0, 150, 297])
def test_a_record_that_was_taken_out_is_named_by_its_receipt_and_the_other_way_round(
    tmp_path: Path, index: int
) -> None:
    records = [line for line in GOOD["records.jsonl"].splitlines() if f'"index":{index},'.encode() not in line]
    pack = GOOD | {"records.jsonl": lines(records)}
    assert f"entry {index} has no record in the pack" in verified(pack, tmp_path)[1]
    pack = {name: data for name, data in GOOD.items() if name != f"proofs/{index}.tlog-proof"}
    assert f"entry {index} has no receipt in the pack" in verified(pack, tmp_path)[1]


def test_the_hashes_are_checked_and_not_listed_among_what_is_not(tmp_path: Path) -> None:
    status, printed = verified(WITH_HASHES, tmp_path)
    assert status == 0
    assert "so they were not checked: README.txt\n" in printed


@given(st.data())
@settings(max_examples=60)
def test_any_changed_bit_anywhere_in_the_pack_is_noticed(tmp_path_factory: Any, data: st.DataObject) -> None:
    small = pack_of(Log(20), range(0, 20, 3), previous=13, hashes=True)
    name = data.draw(st.sampled_from(sorted(set(small) - {"README.txt", "vkey.txt"})))
    place = data.draw(st.integers(0, len(small[name]) - 1))
    changed = bytearray(small[name])
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    status, printed = verified(small | {name: bytes(changed)}, tmp_path_factory.mktemp("pack"))
    assert status == 1, (name, place)
    assert printed.startswith("NOT VERIFIED: ")
