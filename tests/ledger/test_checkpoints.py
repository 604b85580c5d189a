"""Checkpoints: read strictly, written only when they may be signed."""

import pytest

from ledger.checkpoints import Checkpoint, CheckpointError, open_checkpoint, sign
from ledger.merkle import EMPTY_ROOT
from ledger.notes import NoteError, Signer, Verifier
from ledger.notes import sign as sign_note
from tests.ledger.published import vectors

PUBLISHED = vectors("notes")["c2sp_checkpoint"]
ORIGIN = "training.example.org/attestations"
LOG = Signer(ORIGIN, bytes(range(32)))
WITNESS = Signer("witness.example/w1", bytes(32))
ROOT = bytes(range(100, 132))
ROOT_LINE = "ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM="
CHECKPOINT = Checkpoint(ORIGIN, 1000, ROOT)


def test_the_published_checkpoint_is_read_and_written_back() -> None:
    text = PUBLISHED["note"].rpartition("\n\n")[0] + "\n"
    checkpoint = Checkpoint.parse(text)
    assert checkpoint == Checkpoint(PUBLISHED["origin"], PUBLISHED["size"], bytes.fromhex(PUBLISHED["root"]))
    assert checkpoint.text() == text


def test_a_signed_checkpoint_is_three_lines_and_a_signature() -> None:
    note = sign(CHECKPOINT, LOG).decode()
    assert note.startswith(f"{ORIGIN}\n1000\n{ROOT_LINE}\n\n— {ORIGIN} ")
    assert note.count("\n") == 5
    assert open_checkpoint(note.encode(), [LOG.verifier]) == CHECKPOINT
    assert open_checkpoint(note.encode(), [WITNESS.verifier, LOG.verifier], ORIGIN) == CHECKPOINT


def test_a_key_may_be_followed_by_another_of_the_same_name() -> None:
    successor = Signer(ORIGIN, bytes(31) + b"\x01")
    keys = [LOG.verifier, successor.verifier]
    for signer in (LOG, successor):
        assert open_checkpoint(sign(CHECKPOINT, signer), keys) == CHECKPOINT
    assert open_checkpoint(sign(CHECKPOINT, LOG, successor), [successor.verifier]) == CHECKPOINT


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "must end in a newline"),
        (f"{ORIGIN}\n10\n{ROOT_LINE}", "must end in a newline"),
        (f"{ORIGIN}\n10\n", "at least three lines"),
        (f"\n10\n{ROOT_LINE}\n", "none is empty"),
        (f"{ORIGIN}\n\n{ROOT_LINE}\n", "none is empty"),
        (f"{ORIGIN}\n10\n{ROOT_LINE}\n\n", "none is empty"),
        (f"{ORIGIN}\n010\n{ROOT_LINE}\n", "'010' is not a size"),
        (f"{ORIGIN}\n00\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n-1\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n+1\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n 1\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n1 \n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n1_0\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n0x10\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n1e3\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n١٢\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n9223372036854775808\n{ROOT_LINE}\n", "below 2\\^63"),
        (f"{ORIGIN}\n{'9' * 5000}\n{ROOT_LINE}\n", "is not a size"),
        (f"{ORIGIN}\n10\n{ROOT_LINE[:-1]}\n", "is not a hash"),
        (f"{ORIGIN}\n10\n{ROOT_LINE[:-4]}\n", "is not a hash"),
        (f"{ORIGIN}\n10\n{ROOT_LINE[:-2]}N=\n", "is not a hash"),
        (f"{ORIGIN}\n10\n{ROOT_LINE} \n", "is not a hash"),
        (f"{ORIGIN}\n10\n{ROOT.hex()}\n", "is not a hash"),
    ],
)
def test_anything_else_is_refused_with_the_reason(text: str, message: str) -> None:
    with pytest.raises(CheckpointError, match=message):
        Checkpoint.parse(text)


def test_lines_beyond_the_third_are_read_over_and_the_empty_log_can_be_read() -> None:
    assert Checkpoint.parse(f"{ORIGIN}\n10\n{ROOT_LINE}\nsomething else\n").size == 10
    assert Checkpoint.parse(Checkpoint(ORIGIN, 0, EMPTY_ROOT).text()).size == 0
    assert Checkpoint.parse(f"{ORIGIN}\n9223372036854775807\n{ROOT_LINE}\n").size == 2**63 - 1


@pytest.mark.parametrize("size", [0, -1, 2**63])
def test_a_log_of_no_entries_is_never_signed(size: int) -> None:
    with pytest.raises(CheckpointError, match="is never signed"):
        sign(Checkpoint(ORIGIN, size, EMPTY_ROOT), LOG)


def test_a_root_of_the_wrong_length_is_never_signed() -> None:
    with pytest.raises(CheckpointError, match="31 bytes"):
        sign(Checkpoint(ORIGIN, 1, ROOT[:-1]), LOG)


def test_only_a_key_with_the_logs_name_signs_for_it() -> None:
    with pytest.raises(CheckpointError, match="no signer is named as the log is"):
        sign(CHECKPOINT, WITNESS)
    sign(CHECKPOINT, LOG, WITNESS)


@pytest.mark.parametrize("origin", ["https://log.example/a", "log.example/a/", "/log", "a b", "a+b", "", "a\nb"])
def test_an_origin_is_an_address_without_scheme(origin: str) -> None:
    with pytest.raises(CheckpointError, match=r"origin|address"):
        sign(Checkpoint(origin, 1, ROOT), LOG)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(CheckpointError, match=r"not of 'other\.example'"):
        open_checkpoint(sign(CHECKPOINT, LOG), [LOG.verifier], "other.example")


def test_a_known_key_cannot_sign_for_another_log() -> None:
    forged = sign_note(CHECKPOINT.text(), WITNESS)
    with pytest.raises(CheckpointError, match="no key named"):
        open_checkpoint(forged, [WITNESS.verifier, LOG.verifier])


def test_an_altered_or_foreign_signature_is_refused() -> None:
    note = sign(CHECKPOINT, LOG)
    with pytest.raises(NoteError, match="does not fit"):
        open_checkpoint(note.replace(b"\n1000\n", b"\n1001\n"), [LOG.verifier])
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_checkpoint(note, [Verifier(ORIGIN, bytes(32))])


def test_a_note_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(CheckpointError, match="at least three lines"):
        open_checkpoint(sign_note("hello\n", LOG), [LOG.verifier])
