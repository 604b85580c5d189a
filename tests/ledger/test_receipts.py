"""Receipts prove their entry without the log, and nothing else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import checkpoints, merkle, receipts
from ledger.checkpoints import Checkpoint
from ledger.notes import Signer
from ledger.receipts import Receipt, ReceiptError, write
from tests.ledger.published import vectors
from tests.ledger.trees import naive_path, naive_root

PUBLISHED = vectors("receipts")
ORIGIN = "training.example.org/attestations"
LOG = Signer(ORIGIN, bytes(range(32)))
OTHER = Signer("other.example/log", bytes(32))
SIZE = 300
CHECKPOINT = Checkpoint(ORIGIN, SIZE, naive_root(0, SIZE))
NOTE = checkpoints.sign(CHECKPOINT, LOG)


def entry(number: int) -> bytes:
    return b"entry %d" % number


def receipt(index: int, extra: bytes | None = None) -> bytes:
    return write(index, naive_path(index, 0, SIZE), NOTE, extra)


def test_the_file_has_the_form_of_the_specification() -> None:
    lines = receipt(299, b"for the reader").decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra Zm9yIHRoZSByZWFkZXI=", "index 299"]
    proof = naive_path(299, 0, SIZE)
    assert [base64.b64decode(line) for line in lines[3 : 3 + len(proof)]] == proof
    assert lines[3 + len(proof)] == ""
    assert "\n".join(lines[4 + len(proof) :]).encode() == NOTE


def test_the_published_example_is_read_and_written_back() -> None:
    example = PUBLISHED["example"]
    parsed = Receipt.parse(example["text"].encode())
    assert (parsed.index, len(parsed.proof), parsed.extra) == (example["index"], example["hashes"], None)
    assert parsed.text() == example["text"].encode()


@pytest.mark.parametrize("case", PUBLISHED["malformed"], ids=lambda case: case["name"])
def test_the_published_malformed_receipts_are_refused(case: dict[str, str]) -> None:
    with pytest.raises(ReceiptError):
        Receipt.parse(case["text"].encode())
    with pytest.raises(ReceiptError):
        receipts.verify(case["text"].encode(), b"", [LOG.verifier])


@given(st.integers(0, SIZE - 1), st.none() | st.binary(min_size=1, max_size=50))
def test_a_receipt_proves_its_entry_and_is_read_back(index: int, extra: bytes | None) -> None:
    text = receipt(index, extra)
    assert receipts.verify(text, entry(index), [OTHER.verifier, LOG.verifier], ORIGIN) == CHECKPOINT
    assert Receipt.parse(text) == Receipt(index, tuple(naive_path(index, 0, SIZE)), NOTE, extra)
    assert Receipt.parse(text).text() == text


def test_the_only_entry_of_a_log_has_an_empty_proof() -> None:
    note = checkpoints.sign(Checkpoint(ORIGIN, 1, merkle.leaf_hash(b"genesis")), LOG)
    text = write(0, [], note)
    assert text == b"c2sp.org/tlog-proof@v1\nindex 0\n\n" + note
    assert receipts.verify(text, b"genesis", [LOG.verifier]).size == 1


def test_another_entry_is_refused() -> None:
    with pytest.raises(ReceiptError, match="leads from entry 7 to the root"):
        receipts.verify(receipt(7), entry(8), [LOG.verifier])
    with pytest.raises(ReceiptError, match="leads from entry 7 to the root"):
        receipts.verify(receipt(7), entry(7) + b"\n", [LOG.verifier])


def test_a_receipt_without_a_known_signature_or_of_another_log_is_refused() -> None:
    with pytest.raises(ReceiptError, match="not signed by a known key"):
        receipts.verify(receipt(7), entry(7), [OTHER.verifier])
    with pytest.raises(ReceiptError, match=r"not of 'other\.example/log'"):
        receipts.verify(receipt(7), entry(7), [LOG.verifier], OTHER.name)


def test_no_single_changed_bit_at_all_is_overlooked() -> None:
    good = receipt(123)
    for place in range(len(good)):
        for bit in range(8):
            changed = bytearray(good)
            changed[place] ^= 1 << bit
            with pytest.raises(ReceiptError):
                receipts.verify(bytes(changed), entry(123), [LOG.verifier])


def test_empty_extra_data_is_none() -> None:
    assert receipt(7, b"") == receipt(7)


HASH = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: a receipt begins with"),
        ("c2sp.org/tlog-proof@v2\nindex 0\n\n", "line 1"),
        (" c2sp.org/tlog-proof@v1\nindex 0\n\n", "line 1"),
        ("c2sp.org/tlog-proof@v1\r\nindex 0\r\n\r\n", "line 1"),
        ("c2sp.org/tlog-proof@v1\n", "empty line before the checkpoint is missing"),
        ("c2sp.org/tlog-proof@v1\nindex 0\n", "empty line before the checkpoint is missing"),
        ("c2sp.org/tlog-proof@v1\nindex 00\n\n", "line 2: '00' is not a size"),
        ("c2sp.org/tlog-proof@v1\nindex +1\n\n", "line 2"),
        ("c2sp.org/tlog-proof@v1\nindex 1 \n\n", "line 2"),
        ("c2sp.org/tlog-proof@v1\nindex \n\n", "line 2"),
        ("c2sp.org/tlog-proof@v1\nindex 18446744073709551616\n\n", "line 2"),
        ("c2sp.org/tlog-proof@v1\nINDEX 1\n\n", "line 2: 'index' and the entry's number are missing"),
        (f"c2sp.org/tlog-proof@v1\n{HASH}\nindex 1\n\n", "line 2: 'index'"),
        ("c2sp.org/tlog-proof@v1\nextra QQ==\n\n", "line 3: 'index'"),
        ("c2sp.org/tlog-proof@v1\nextra QQ==\nextra QQ==\nindex 1\n\n", "line 3: 'index'"),
        ("c2sp.org/tlog-proof@v1\nindex 1\nextra QQ==\n\n", "line 3: 'extra QQ==' is not a hash"),
        ("c2sp.org/tlog-proof@v1\nextra \nindex 1\n\n", "line 2: the extra data is not in base64"),
        ("c2sp.org/tlog-proof@v1\nextra QR==\nindex 1\n\n", "line 2: the extra data is not in base64"),
        ("c2sp.org/tlog-proof@v1\nextra QQ\nindex 1\n\n", "line 2: the extra data is not in base64"),
        (f"c2sp.org/tlog-proof@v1\nindex 1\n{HASH}\n{HASH} \n\n", "line 4: .* is not a hash"),
        ("c2sp.org/tlog-proof@v1\nindex 1\n" + f"{HASH}\n" * 64 + "\n", "64 proof lines"),
        ("c2sp.org/tlog-proof@v1\nindex 1\n\n" + "x" * receipts.LARGEST_RECEIPT, "at most 2000000 bytes"),
    ],
)
def test_any_other_form_is_refused_with_the_line(text: str, message: str) -> None:
    with pytest.raises(ReceiptError, match=message):
        Receipt.parse(text.encode())
