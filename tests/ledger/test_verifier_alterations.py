"""Every way in which a pack can have been altered is reported, with the first entry or record that is wrong."""

import re
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ledger import merkle
from ledger.canonical import canonical_bytes, parse_canonical
from ledger.checkpoints import Checkpoint
from ledger.notes import sign as sign_note
from tests.ledger.packs import (
    DIFFERENCES,
    DIFFERENCES_SHA256,
    LOG,
    ORIGIN,
    POLICY,
    STATEMENT,
    STATEMENT_SHA256,
    TEXTS,
    Log,
    detail_of,
    lines,
    pack_of,
    salt,
    verified,
)

SIZE = 300
CHOSEN = range(0, SIZE, 3)
THE_LOG = Log(SIZE)
GOOD = pack_of(THE_LOG, CHOSEN, previous=200)

Case = tuple[dict[str, bytes], str]


def with_member(name: str, change: Callable[[bytes], bytes], message: str) -> Case:
    assert change(GOOD[name]) != GOOD[name]
    return GOOD | {name: change(GOOD[name])}, message


def with_text(name: str, old: bytes, new: bytes, message: str) -> Case:
    return with_member(name, lambda data: data.replace(old, new, 1), message)


def with_bit(name: str, place: int, message: str) -> Case:
    return with_member(name, lambda data: data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :], message)


def with_records(change: Callable[[list[dict[str, Any]]], object], message: str) -> Case:
    records = [parse_canonical(line) for line in GOOD["records.jsonl"].splitlines()]
    change(records)
    return GOOD | {"records.jsonl": lines(map(canonical_bytes, records))}, message


def update(records: list[dict[str, Any]], place: int, part: str, **values: Any) -> None:
    records[place][part] |= values


def update_index(records: list[dict[str, Any]], place: int, index: object) -> None:
    records[place]["index"] = index


def exchange_entries(records: list[dict[str, Any]]) -> None:
    records[10]["index"], records[11]["index"] = 33, 30
    swap(records, 10, 11)


def put(items: list[Any], place: int, value: Any) -> None:
    items[place] = value


def swap(items: list[Any], one: int, other: int) -> None:
    items[one], items[other] = items[other], items[one]


CHECKPOINTS = {
    "size": with_text("checkpoint", b"\n300\n", b"\n299\n", "checkpoint: the signature of .* does not fit"),
    "signature": with_bit("checkpoint", -20, "checkpoint(: the signature| has a line that is no signature)"),
    "unsigned": with_member("checkpoint", lambda note: note.rpartition(b"\xe2")[0], "is not a signed note"),
    "control byte": with_text("checkpoint", b"training", b"train\x07ng", "is not a signed note"),
    "not UTF-8": with_text("checkpoint", b"training", b"train\xffng", "is not a signed note"),
    "another note": (GOOD | {"checkpoint": sign_note("hello\n", LOG)}, "checkpoint is not a checkpoint"),
    "no entries": (
        GOOD | {"checkpoint": sign_note(Checkpoint(ORIGIN, 0, merkle.EMPTY_ROOT).text(), LOG)},
        "checkpoint is not a checkpoint",
    ),
    "root": (GOOD | {"checkpoint": sign_note(f"{ORIGIN}\n300\nAAAA\n", LOG)}, "checkpoint is not a checkpoint"),
    "key": with_text("vkey.txt", b"+A", b"+B", "vkey.txt line 1: not an Ed25519 key"),
    "key id": with_text(
        "vkey.txt", LOG.verifier.key_id.hex().encode(), b"0" * 8, "vkey.txt line 1: the key is damaged"
    ),
    "no keys": with_member("vkey.txt", lambda keys: b"", "checkpoint is not signed with any of the keys"),
    "previous size": with_text("previous_checkpoint", b"\n200\n", b"\n201\n", "previous_checkpoint: the signature"),
    "previous of a fork": (
        GOOD | {"previous_checkpoint": sign_note(Checkpoint(ORIGIN, 200, bytes(32)).text(), LOG)},
        "consistency.txt does not prove that previous_checkpoint is a beginning of checkpoint",
    ),
    "previous is longer": (
        GOOD | {"previous_checkpoint": Log(301).checkpoint(301)},
        "previous_checkpoint has 301 entries, checkpoint only 300: the log was set back",
    ),
    "previous of the same size": (GOOD | {"previous_checkpoint": GOOD["checkpoint"]}, "consistency.txt does not prove"),
    "consistency: one bit": with_bit("consistency.txt", 50, "consistency.txt does not prove"),
    "consistency: one less": with_member("consistency.txt", lambda text: text[45:], "consistency.txt does not prove"),
    "consistency: one more": with_member("consistency.txt", lambda text: text + text[:45], "consistency.txt does not"),
    "consistency: none": with_member("consistency.txt", lambda text: b"", "consistency.txt does not prove"),
    "consistency: a word": with_member("consistency.txt", lambda text: b"hello\n" + text, "consistency.txt does not"),
}

RECEIPTS = {
    "one bit": with_bit("proofs/150.tlog-proof", 50, "proofs/150.tlog-proof"),
    "of another entry": (
        GOOD | {"proofs/150.tlog-proof": GOOD["proofs/153.tlog-proof"]},
        "proofs/150.tlog-proof is not a receipt of entry 150",
    ),
    "another's hashes": (
        GOOD | {"proofs/150.tlog-proof": GOOD["proofs/153.tlog-proof"].replace(b"index 153", b"index 150")},
        "entry 150 is not the one that proofs/150.tlog-proof proves: one of the two was altered",
    ),
    "one hash less": with_member(
        "proofs/150.tlog-proof", lambda text: text[:33] + text[78:], "proofs/150.tlog-proof proves"
    ),
    "one hash more": with_member(
        "proofs/150.tlog-proof", lambda text: text[:33] + text[33:78] + text[33:], "proofs/150.tlog-proof proves"
    ),
    "other checkpoint": with_text("proofs/150.tlog-proof", b"\n300\n", b"\n301\n", "150.tlog-proof is not under the"),
    "no checkpoint": with_member(
        "proofs/150.tlog-proof", lambda text: text.partition(b"\n\n")[0] + b"\n", "proofs/150.tlog-proof is not"
    ),
    "empty": with_member("proofs/150.tlog-proof", lambda text: b"", "proofs/150.tlog-proof is not a receipt"),
    "version": with_text("proofs/150.tlog-proof", b"@v1", b"@v2", "proofs/150.tlog-proof is not a receipt"),
    "bad extra": with_text("proofs/150.tlog-proof", b"\nindex", b"\nextra !\nindex", "150.tlog-proof is not a receipt"),
    "huge": with_member("proofs/150.tlog-proof", lambda text: b"x" * 1_000_001, "is larger than 1000000 bytes"),
    "of no entry": (
        GOOD | {"proofs/300.tlog-proof": GOOD["proofs/150.tlog-proof"]},
        "there is a record or receipt of entry 300, but the log has only 300 entries",
    ),
}

PERSON, DETAIL = "the record of entry 30: person", "the record of entry 30: detail"
NOT_BOUND = "is not the one that the entry is bound to: it or its salt was altered"
RECORDS = {
    "another person": with_records(
        lambda records: update(records, 10, "person", ref="somebody else"), f"{PERSON} {NOT_BOUND}"
    ),
    "another person's salt": with_records(
        lambda records: update(records, 10, "person", salt=salt("person", 31)), f"{PERSON} {NOT_BOUND}"
    ),
    "another detail": with_records(
        lambda records: records[10]["detail"]["value"].update(method="paper"), f"{DETAIL} {NOT_BOUND}"
    ),
    "one more detail": with_records(
        lambda records: records[10]["detail"]["value"].update(more=None), f"{DETAIL} {NOT_BOUND}"
    ),
    "detail salt": with_records(lambda records: update(records, 10, "detail", salt="0" * 64), f"{DETAIL} {NOT_BOUND}"),
    "a person where there is none": with_records(
        lambda records: put(records, 7, records[7] | {"person": records[10]["person"]}),
        f"the record of entry 21: person {NOT_BOUND}",
    ),
    "an exchanged person": with_records(
        lambda records: put(records, 10, records[10] | {"person": records[11]["person"]}), f"{PERSON} {NOT_BOUND}"
    ),
    "exchanged entries": with_records(exchange_entries, f"{PERSON} {NOT_BOUND}"),
    "a short salt": with_records(
        lambda records: update(records, 10, "person", salt="00"), f"{PERSON} must have ref and a salt of 32 bytes"
    ),
    "no salt": with_records(lambda records: records[10]["person"].pop("salt"), f"{PERSON} must have ref and a salt"),
    "one more field": with_records(
        lambda records: update(records, 10, "person", name="Ada"), f"{PERSON} must have ref and a salt"
    ),
    "a person that is a text": with_records(
        lambda records: put(records, 10, records[10] | {"person": "Ada"}), f"{PERSON} must have ref"
    ),
    "a reference that is no text": with_records(
        lambda records: update(records, 10, "person", ref=["a"]), f"{PERSON} {NOT_BOUND}"
    ),
    "a policy that is no text": with_records(
        lambda records: records[10]["detail"]["value"].update(text_sha256=[]), f"{DETAIL} {NOT_BOUND}"
    ),
    "out of order": with_records(
        lambda records: swap(records, 10, 11), "records.jsonl line 12: the record of entry 30 stands after that of 33"
    ),
    "twice": with_records(
        lambda records: records.insert(10, records[10]), "line 12: the record of entry 30 stands after that of 30"
    ),
    "of no entry": with_records(
        lambda records: records.append(records[10] | {"index": 300}), "record or receipt of entry 300, but the log"
    ),
    "negative": with_records(
        lambda records: update_index(records, 0, -1), "line 1: the record of entry -1 stands after"
    ),
    "an index that is no number": with_records(
        lambda records: update_index(records, 10, "30"), "records.jsonl line 11 must have index, person and detail"
    ),
    "an index that is true": with_records(
        lambda records: update_index(records, 0, False), "records.jsonl line 1 must have index, person and detail"
    ),
    "no detail": with_records(lambda records: records[10].pop("detail"), "records.jsonl line 11 must have index"),
    "one more part": with_records(lambda records: records[10].update(note=""), "records.jsonl line 11 must have"),
    "not canonical": with_text("records.jsonl", b',"index"', b', "index"', "line 1 is not a JSON object in canonical"),
    "a key twice": with_text(
        "records.jsonl", b'"index":3,', b'"index":3,"index":3,', "records.jsonl line 2 is not a JSON object"
    ),
    "a fraction": with_text(
        "records.jsonl", b'"index":3,', b'"index":3.0,', "records.jsonl line 2 is not a JSON object"
    ),
    "no JSON": with_member(
        "records.jsonl", lambda data: b"hello\n" + data, "records.jsonl line 1 is not a JSON object"
    ),
    "a list": with_member("records.jsonl", lambda data: b"[]\n" + data, "records.jsonl line 1 is not a JSON object"),
    "deep": with_member("records.jsonl", lambda data: b"[" * 90_000 + b"\n" + data, "line 1 is not a JSON object"),
    "half a character": with_text("records.jsonl", b"employee", b"\\ud800", "line 2 is not a JSON object"),
    "an empty line": with_member("records.jsonl", lambda data: data + b"\n", "records.jsonl line 101 is not a JSON"),
    "cut off": with_member("records.jsonl", lambda data: data[:-1], "records.jsonl is cut off: line 100 does not end"),
    "a long line": with_member("records.jsonl", lambda data: b"x" * 1_000_001 + b"\n", "line 1 is longer than 1000000"),
    "an endless line": with_member("records.jsonl", lambda data: b"x" * 9_000_000, "line 1 is longer than 1000000"),
}


STATEMENT_NAME = f"statements/{STATEMENT_SHA256}.txt"
DIFFERENCE_NAME = f"differences/{DIFFERENCES_SHA256[0]}.json"


def without(name: str, message: str, pack: dict[str, bytes] = GOOD) -> Case:
    rest = {kept: data for kept, data in pack.items() if kept != name}
    assert rest != pack
    return rest, f"{message}, but {name} is missing from the pack"


def with_difference(data: bytes, message: str) -> Case:
    """The record of entry 1 names this difference; the log itself was made that way."""
    digest = sha256(data).hexdigest()
    log = Log(2)
    log.disclose(1, detail_of(5) | {"difference_sha256": digest})
    return pack_of(log, [1]) | {f"differences/{digest}.json": data}, message


PREIMAGES = {
    "altered": with_text(f"policies/{TEXTS[0]}.md", b"patient", b"visitor", f"policies/{TEXTS[0]}.md was altered"),
    "under another name": (GOOD | {f"policies/{'0' * 64}.md": POLICY}, f"policies/{'0' * 64}.md was altered"),
    "missing text": without(f"policies/{TEXTS[0]}.md", "the record of entry 0 names a markdown"),
    "missing text that was signed": without(
        f"policies/{TEXTS[1]}.md", "the record of entry 3 names a text_sha256", pack_of(THE_LOG, [3])
    ),
    "missing text that was compared": without(
        f"policies/{TEXTS[0]}.md", "the record of entry 5 names a from_text_sha256", pack_of(THE_LOG, [3, 5])
    ),
    "altered statement": with_text(STATEMENT_NAME, b"will", b"may", f"{STATEMENT_NAME} was altered"),
    "statement under another name": (
        GOOD | {f"statements/{'0' * 64}.txt": STATEMENT},
        f"statements/{'0' * 64}.txt was altered: its SHA-256 is {STATEMENT_SHA256}",
    ),
    "missing statement": without(STATEMENT_NAME, "the record of entry 0 names a statement"),
    "missing statement that was signed": without(
        STATEMENT_NAME, "the record of entry 3 names a statement_sha256", pack_of(THE_LOG, [3])
    ),
    "statement in the folder of texts": (
        {name: data for name, data in GOOD.items() if name != STATEMENT_NAME}
        | {f"policies/{STATEMENT_SHA256}.md": STATEMENT},
        f"{STATEMENT_NAME} is missing from the pack",
    ),
    "altered difference": with_text(DIFFERENCE_NAME, b"redline/1", b"redline/2", f"{DIFFERENCE_NAME} was altered"),
    "difference under another name": (
        GOOD | {f"differences/{'0' * 64}.json": DIFFERENCES[0]},
        f"differences/{'0' * 64}.json was altered: its SHA-256 is {DIFFERENCES_SHA256[0]}",
    ),
    "missing difference": without(
        DIFFERENCE_NAME, "the record of entry 30 names a difference_sha256", pack_of(THE_LOG, [30])
    ),
    "a difference between other texts": with_difference(
        DIFFERENCES[0], f"the record of entry 1 names {DIFFERENCE_NAME}, but that is between other texts"
    ),
    "a difference from nothing": with_difference(
        canonical_bytes({"after": {"sha256": TEXTS[1]}, "before": None}), "does not say between which two texts it is"
    ),
    "a difference that is not canonical": with_difference(
        DIFFERENCES[1] + b"\n", "is not a JSON object in canonical form"
    ),
    "a difference that is no object": with_difference(b"[]", "is not a JSON object in canonical form"),
    "a huge difference": with_difference(b" " * 20_000_001, "is larger than 20000000 bytes"),
}


def check(case: Case, tmp_path: Path) -> None:
    pack, message = case
    status, printed = verified(pack, tmp_path)
    assert status == 1
    assert re.fullmatch(f"NOT VERIFIED: .*{message}.*\n", printed), printed


@pytest.mark.parametrize("case", CHECKPOINTS.values(), ids=CHECKPOINTS)
def test_an_altered_checkpoint_key_or_consistency_proof_is_named(tmp_path: Path, case: Case) -> None:
    check(case, tmp_path)


@pytest.mark.parametrize("case", RECEIPTS.values(), ids=RECEIPTS)
def test_an_altered_receipt_is_named(tmp_path: Path, case: Case) -> None:
    check(case, tmp_path)


@pytest.mark.parametrize("case", RECORDS.values(), ids=RECORDS)
def test_an_altered_record_is_named(tmp_path: Path, case: Case) -> None:
    check(case, tmp_path)


@pytest.mark.parametrize("case", PREIMAGES.values(), ids=PREIMAGES)
def test_an_altered_or_missing_text_statement_or_difference_is_named(tmp_path: Path, case: Case) -> None:
    check(case, tmp_path)
