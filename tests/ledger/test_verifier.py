"""The auditor's program over packs that are as they should be: what it says, with which keys, standing alone."""

import ast
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from ledger import checkpoints, merkle
from ledger.checkpoints import Checkpoint
from ledger.notes import Signer
from ledger.notes import sign as sign_note
from ledger.verifier import verify
from tests.ledger.packs import (
    LOG,
    NEXT_LOG,
    ORIGIN,
    PREIMAGES,
    Log,
    pack_of,
    run_verifier,
    verified,
    write_folder,
    write_zip,
)

SIZE = 300
CHOSEN = range(0, SIZE, 3)
THE_LOG = Log(SIZE)
GOOD = pack_of(THE_LOG, CHOSEN, previous=200)
MALLORY = Signer(ORIGIN, bytes(32))
PROGRAM = Path(verify.__file__)


def test_a_good_pack_is_verified_and_counted(tmp_path: Path) -> None:
    status, printed = verified(GOOD, tmp_path)
    assert status == 0
    assert f"OK: {SIZE} entries of the log {ORIGIN}, the newest of 2026-11-24T08:04:59.000000Z" in printed
    assert f"root {merkle.root(THE_LOG.leaf_hashes()).hex()}" in printed
    assert "100 records fit their entries (85 persons, 100 details)" in printed
    assert "100 receipts prove their entries; 2 policy texts, 1 statements and 2 differences fit their names" in printed
    assert "no disclosed record names these" not in printed
    assert "previous_checkpoint (200 entries) is a beginning of this log" in printed
    assert "were not checked: README.txt" in printed
    assert f"Key: {LOG.verifier.vkey}" in printed
    assert "NOTE: this key came with the pack itself." in printed


def test_an_unpacked_pack_is_verified_too(tmp_path: Path) -> None:
    folder = write_folder(GOOD, tmp_path / "evidence")
    status, printed = run_verifier(folder)
    assert (status, printed[:16]) == (0, "OK: 300 entries ")
    (folder / "entries.jsonl").write_bytes(GOOD["entries.jsonl"][:-1])
    assert run_verifier(folder) == (1, "NOT VERIFIED: entries.jsonl is cut off: line 300 does not end\n")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 255, 256, 257])
def test_logs_of_other_sizes_are_verified(tmp_path: Path, size: int) -> None:
    for previous in {1, size // 2 or 1, size}:
        status, printed = verified(pack_of(Log(size), range(size), previous=previous), tmp_path)
        assert status == 0, printed


def test_neither_records_nor_receipts_nor_policies_nor_a_previous_checkpoint_are_needed(tmp_path: Path) -> None:
    pack = {name: data for name, data in pack_of(THE_LOG, []).items() if name not in PREIMAGES}
    status, printed = verified(pack, tmp_path)
    assert status == 0, printed
    assert "0 records fit their entries" in printed


def test_what_was_erased_is_not_disclosed_and_the_rest_verifies(tmp_path: Path) -> None:
    log = Log(SIZE)
    log.records[30] |= {"person": None}
    log.records[33] |= {"person": None, "detail": None}
    status, printed = verified(pack_of(log, CHOSEN), tmp_path)
    assert status == 0, printed
    assert "100 records fit their entries (83 persons, 99 details)" in printed


def test_what_no_record_names_is_named(tmp_path: Path) -> None:
    extra = b"I have read nothing."
    name = f"statements/{sha256(extra).hexdigest()}.txt"
    status, printed = verified(GOOD | {name: extra}, tmp_path)
    assert status == 0
    assert f"no disclosed record names these: {name}\n" in printed
    assert "2 statements" in printed


def test_of_many_that_no_record_names_the_rest_is_counted(tmp_path: Path) -> None:
    extra = {f"statements/{sha256(text).hexdigest()}.txt": text for text in (b"%d" % number for number in range(23))}
    _status, printed = verified(GOOD | extra, tmp_path)
    assert f"no disclosed record names these: {', '.join(sorted(extra)[:20])} and 3 more\n" in printed


def test_receipts_may_carry_extra_data(tmp_path: Path) -> None:
    receipt = GOOD["proofs/150.tlog-proof"].replace(b"\nindex", b"\nextra Zm9yIHRoZSByZWFkZXI=\nindex")
    assert verified(GOOD | {"proofs/150.tlog-proof": receipt}, tmp_path)[0] == 0


# --- Standing alone


def test_it_runs_alone_with_only_python_and_cryptography(tmp_path: Path) -> None:
    program = tmp_path / "verify.py"
    program.write_bytes(PROGRAM.read_bytes())
    good, bad = write_zip(GOOD, tmp_path / "good.zip"), write_zip(GOOD | {"checkpoint": b""}, tmp_path / "bad.zip")
    for pack, status, words in ((good, 0, "OK: 300 entries"), (bad, 1, "NOT VERIFIED: checkpoint is not a signed")):
        command = [sys.executable, "-I", str(program), str(pack)]
        found = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False)
        assert (found.returncode, found.stderr, found.stdout[: len(words)]) == (status, "", words)


def test_it_says_in_one_line_when_cryptography_is_missing(tmp_path: Path) -> None:
    (tmp_path / "cryptography.py").write_text("raise ImportError\n")
    (tmp_path / "verify.py").write_bytes(PROGRAM.read_bytes())
    command = [sys.executable, str(tmp_path / "verify.py"), "evidence.zip"]
    # An auditor's Python looks for modules beside the program, whatever the one of these tests does.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=plain)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == "verify.py needs the Python package 'cryptography': python3 -m pip install cryptography\n"


def test_it_imports_only_the_standard_library_and_cryptography_and_reads_as_python_3_9() -> None:
    imported = set()
    for node in ast.walk(ast.parse(PROGRAM.read_text(), feature_version=(3, 9))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").split(".")[0])
    assert imported - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_pack_that_is_not_there_is_refused(tmp_path: Path) -> None:
    status, printed = run_verifier(tmp_path / "missing.zip")
    assert status == 1
    assert printed.startswith("NOT VERIFIED: [Errno 2] No such file")


# --- Keys


def test_with_a_pinned_key_there_is_nothing_to_compare(tmp_path: Path) -> None:
    status, printed = verified(GOOD, tmp_path, "--vkey", LOG.verifier.vkey, "--origin", ORIGIN)
    assert status == 0
    assert "NOTE" not in printed


def test_a_forged_pack_fails_against_the_key_that_you_hold_and_shows_its_own_without(tmp_path: Path) -> None:
    forged = pack_of(THE_LOG, CHOSEN, signers=(MALLORY,)) | {"vkey.txt": f"{MALLORY.verifier.vkey}\n".encode()}
    status, printed = verified(forged, tmp_path, "--vkey", LOG.verifier.vkey)
    assert status == 1
    assert f"checkpoint is not signed with any of the keys {LOG.verifier.vkey}" in printed
    status, printed = verified(forged, tmp_path)
    assert status == 0, "what fits together cannot be told from what is true without the key"
    assert f"Key: {MALLORY.verifier.vkey}" in printed
    assert "NOTE: this key came with the pack itself." in printed


def test_after_a_rotation_the_new_key_signs_and_the_old_one_still_counts_for_what_was_before(tmp_path: Path) -> None:
    rotated = pack_of(THE_LOG, CHOSEN, previous=200, signers=(NEXT_LOG,))
    old, new = LOG.verifier.vkey, NEXT_LOG.verifier.vkey
    for pinned in ((), ("--vkey", new), ("--vkey", old, "--vkey", new)):
        status, printed = verified(rotated, tmp_path, *pinned)
        assert status == 0, printed
        assert f"Key: {new}" in printed
    assert verified(rotated, tmp_path, "--vkey", old)[0] == 1


def test_another_origin_and_a_damaged_key_are_refused(tmp_path: Path) -> None:
    other = f"NOT VERIFIED: checkpoint is of the log {ORIGIN}, not of other.example/log\n"
    assert verified(GOOD, tmp_path, "--origin", "other.example/log") == (1, other)
    damaged = "NOT VERIFIED: --vkey: not an Ed25519 key of the form <name>+<8 hex digits>+<base64>\n"
    assert verified(GOOD, tmp_path, "--vkey", LOG.verifier.vkey[:-1]) == (1, damaged)


# --- The checkpoint that the auditor kept


@pytest.mark.parametrize("size", [1, 2, 63, 64, 199, 200, 299, 300])
def test_a_checkpoint_that_you_kept_is_found_to_be_a_beginning_of_the_log(tmp_path: Path, size: int) -> None:
    (tmp_path / "kept").write_bytes(THE_LOG.checkpoint(size))
    status, printed = verified(GOOD, tmp_path, "--checkpoint", str(tmp_path / "kept"))
    assert status == 0, printed
    assert f"the checkpoint that you kept ({size} entries) is a beginning of this log" in printed


def forged(size: int, origin: str = ORIGIN) -> str:
    return Checkpoint(origin, size, bytes(32)).text()


@pytest.mark.parametrize(
    ("kept", "message"),
    [
        (Log(SIZE + 1).checkpoint(SIZE + 1), "has 301 entries, checkpoint only 300: the log was set back"),
        (sign_note(forged(100), LOG), "has another root than the first 100 entries: the log was rewritten"),
        (sign_note(forged(SIZE), LOG), "has another root than the first 300 entries: the log was rewritten"),
        (sign_note(forged(100), MALLORY), "is not signed with any of the keys"),
        (sign_note(forged(100, "a.example"), LOG), "is of the log a.example, but no key of that name signed it"),
        (THE_LOG.checkpoint(100).replace(b"\n100\n", b"\n101\n"), f"the signature of {ORIGIN} does not fit"),
        (checkpoints.sign(Checkpoint(ORIGIN, 100, bytes(32)), LOG)[:-1], "is not a signed note"),
        (b"", "is not a signed note"),
    ],
)
def test_a_log_that_does_not_continue_what_you_kept_is_refused(tmp_path: Path, kept: bytes, message: str) -> None:
    (tmp_path / "kept").write_bytes(kept)
    status, printed = verified(GOOD, tmp_path, "--checkpoint", str(tmp_path / "kept"))
    assert status == 1
    assert printed.startswith("NOT VERIFIED: the checkpoint that you kept")
    assert message in printed


def test_a_log_under_a_new_origin_does_not_pass_for_the_one_that_you_kept(tmp_path: Path) -> None:
    restored = Signer("restored.example/log", bytes(32))
    kept = checkpoints.sign(Checkpoint(restored.name, 100, bytes(32)), restored)
    (tmp_path / "kept").write_bytes(kept)
    pinned = ("--vkey", LOG.verifier.vkey, "--vkey", restored.verifier.vkey)
    status, printed = verified(GOOD, tmp_path, *pinned, "--checkpoint", str(tmp_path / "kept"))
    assert status == 1
    assert f"is of the log restored.example/log, checkpoint of {ORIGIN}" in printed
