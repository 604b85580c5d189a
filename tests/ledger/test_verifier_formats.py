"""The auditor's program against the published vectors, and against our own rules: two ways to the same answers."""

import base64
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.canonical import canonical_bytes
from ledger.verifier import verify
from ledger.verifier.verify import Checkpoint, Problem, decoded, is_continued, is_included, open_note, parse_vkey
from tests.ledger.packs import Log, pack_of, verified
from tests.ledger.published import vectors
from tests.ledger.test_canonical import values
from tests.ledger.test_hostile_proofs import (
    TREES,
    Consistency,
    Inclusion,
    consistency_probes,
    inclusion_probes,
    published_consistency,
    published_inclusion,
)
from tests.ledger.trees import leaf, naive_consistency, naive_path, naive_root

NOTES = vectors("notes")
GO = NOTES["go"]
PETER = parse_vkey(GO["peter"]["vkey"], "key")


def included(proof: Inclusion) -> bool:
    return is_included(proof.leaf, proof.number, proof.proof, Checkpoint("log", proof.size, proof.root))


def continued(proof: Consistency) -> bool:
    old = Checkpoint("log", proof.old, proof.old_root)
    return is_continued(old, Checkpoint("log", proof.new, proof.new_root), proof.proof)


@pytest.mark.parametrize("vector", TREES["inclusion"], ids=lambda vector: f"{vector['leaf']}-of-{vector['size']}")
def test_the_published_inclusion_proofs_hold_and_every_hostile_one_does_not(vector: Any) -> None:
    good = published_inclusion(vector)
    assert included(good)
    assert [name for name, probe in inclusion_probes(good) if probe.number >= 0 and included(probe)] == []


@pytest.mark.parametrize("vector", TREES["consistency"], ids=lambda vector: f"{vector['old']}-to-{vector['new']}")
def test_the_published_consistency_proofs_hold_and_every_hostile_one_does_not(vector: Any) -> None:
    good = published_consistency(vector)
    assert continued(good)
    assert not continued(good._replace(new_root=bytes(32)))
    if good.proof:
        assert [name for name, probe in consistency_probes(good) if probe.old > 0 and continued(probe)] == []


@given(st.data())
def test_proofs_of_trees_of_any_size_hold(data: st.DataObject) -> None:
    new = data.draw(st.integers(1, 600))
    old = data.draw(st.integers(1, new))
    assert included(Inclusion(leaf(old - 1), old - 1, new, naive_path(old - 1, 0, new), naive_root(0, new)))
    assert continued(Consistency(old, new, naive_consistency(old, 0, new), naive_root(0, old), naive_root(0, new)))


def test_the_published_notes_open() -> None:
    note = f"{GO['text']}\n{GO['peter']['line']}{GO['enoch']['line']}".encode()
    assert open_note(note, [PETER], "note") == (GO["text"], [PETER])
    c2sp = parse_vkey(NOTES["c2sp"]["vkey"], "key")
    assert open_note(NOTES["c2sp"]["note"].encode(), [PETER, c2sp], "note")[1] == [c2sp]


LINE: str = GO["peter"]["line"]


@pytest.mark.parametrize(
    "lines",
    [
        LINE[:60] + "ABCD" + LINE[60:],
        LINE + LINE[:60] + "ABCD" + LINE[60:],
        LINE.replace("— ", "- "),
        LINE.replace("— ", "—"),
        LINE.replace("\n", " \n"),
        LINE.replace("=\n", "\n"),
        LINE + "— Peter\u00a0Neumann AAAAAAAA\n",
        LINE + "— Peter+Neumann AAAAAAAA\n",
        LINE + "—  AAAAAAAA\n",
        LINE + "— Somebody AAAA\n",
        LINE + "— Somebody AAAAAB==\n",
        LINE + "— Somebody\n",
        LINE + "hello\n",
        GO["enoch"]["line"],
        "",
    ],
)
def test_notes_that_were_tampered_with_do_not_open(lines: str) -> None:
    with pytest.raises(Problem):
        open_note(f"{GO['text']}\n{lines}".encode(), [PETER], "note")


@pytest.mark.parametrize("malformed", GO["malformed_latin1"], ids=range(len(GO["malformed_latin1"])))
def test_the_published_malformed_notes_do_not_open(malformed: str) -> None:
    with pytest.raises(Problem):
        open_note(malformed.encode("latin-1"), [PETER], "note")


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("", b"\x01" + bytes(32)),
        ("a b", b"\x01" + bytes(32)),
        ("a\u2003b", b"\x01" + bytes(32)),
        ("a", b"\x01" + bytes(31)),
        ("a", b"\x01" + bytes(33)),
        ("a", b"\x04" + bytes(32)),
        ("a", b""),
    ],
)
def test_keys_of_another_form_are_refused_even_with_the_right_id(name: str, key: bytes) -> None:
    key_id = sha256(name.encode() + b"\n" + key).digest()[:4].hex()
    with pytest.raises(Problem, match="not an Ed25519 key"):
        parse_vkey(f"{name}+{key_id}+{base64.b64encode(key).decode()}", "key")


@pytest.mark.parametrize("vkey", [*GO["bad_vkeys"], "", "a", "a+b", "a+b+c"])
def test_damaged_keys_are_refused(vkey: str) -> None:
    with pytest.raises(Problem):
        parse_vkey(vkey, "key")


@pytest.mark.parametrize("text", ["", "QQ", "QQ=", "QR==", "Q Q=", "QQ==\n", "_w==", "é"])
def test_base64_has_one_spelling(text: str) -> None:
    assert decoded(text) == b""
    assert decoded("QQ==") == b"A"


@pytest.mark.parametrize("case", vectors("canonical")["cases"], ids=lambda case: case["name"])
def test_the_published_values_are_spelled_as_published(case: Any) -> None:
    assert verify.canonical(json.loads(case["json"])) == case["canonical"].encode()


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), values, max_size=5))
def test_it_spells_and_reads_as_the_log_does(value: dict[str, object]) -> None:
    assert verify.canonical(value) == canonical_bytes(value)
    assert verify.parse_object(canonical_bytes(value), "line") == value


@pytest.mark.parametrize(
    "spelling",
    [
        b'{"a":9007199254740992}',
        b'{"a":-9007199254740992}',
        b'{"a":99999999999999999999}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":-0}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"\xf0\x9f\x98\x80":1,"\xef\xac\xb3":2}'[:-1],
        b'{"\xef\xac\xb3":2,"\xf0\x9f\x98\x80":1}',
        b"[]",
        b"1",
        b"",
    ],
)
def test_any_other_spelling_is_refused(spelling: bytes) -> None:
    with pytest.raises(Problem, match="line is not a JSON object in canonical form"):
        verify.parse_object(spelling, "line")


@pytest.mark.parametrize(
    ("detail", "message"),
    [
        ("a text", ""),
        (["text_sha256"], ""),
        (None, ""),
        ({}, ""),
        ({"text_sha256": None}, ""),
        ({"text_sha256": []}, r"policies/[].md is missing"),
        ({"text_sha256": 1}, r"policies/1.md is missing"),
        ({"text_sha256": "../x"}, r"policies/../x.md is missing"),
    ],
)
def test_details_of_any_shape_are_read(tmp_path: Path, detail: Any, message: str) -> None:
    log = Log(5)
    log.disclose(3, detail)
    status, printed = verified(pack_of(log, [3]), tmp_path)
    assert (status, message in printed) == (1 if message else 0, True), printed
