"""Go's own transparency log code accepts what we publish, and refuses it once anything is altered.

Runs where Go and its module are installed (Debian: golang-go golang-golang-x-mod-dev).
"""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger import merkle, selectors, services
from ledger.checkpoints import hash_line
from ledger.facts import Statement
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Entry
from ledger.services import recording
from tests.factories import NOW

SOURCE = Path(__file__).parent / "go" / "main.go"
GOPATH = Path("/usr/share/gocode")
ENTRIES = 10_000

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not shutil.which("go") or not (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir(),
        reason="Go is not installed: apt-get install golang-go golang-golang-x-mod-dev",
    ),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    built = tmp_path_factory.mktemp("go")
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": str(GOPATH), "GOCACHE": str(built / "cache")}
    subprocess.run(["go", "build", "-o", built / "check", SOURCE], env=environment, check=True, capture_output=True)
    return built / "check"


@pytest.fixture
def pack(keys: KeyFiles, tmp_path: Path) -> Path:
    """A folder as evidence packs have it: 10,000 entries, the key changed on the way, an earlier checkpoint."""
    services.seal(NOW)
    _enter(3_333)
    services.seal(NOW)
    services.rotate_key(now=NOW)
    previous = Checkpoint.objects.latest("id")
    _enter(ENTRIES - previous.size)
    services.seal(NOW)
    head = Checkpoint.objects.latest("id")
    assert head.size == ENTRIES
    folder = tmp_path / "pack"
    (folder / "proofs").mkdir(parents=True)
    (folder / "vkey.txt").write_text("".join(f"{vkey}\n" for vkey in selectors.published_vkeys()))
    (folder / "checkpoint").write_text(head.note)
    (folder / "entries.jsonl").write_bytes(b"".join(body + b"\n" for body in selectors.bodies()))
    (folder / "previous_checkpoint").write_text(previous.note)
    read = selectors.subtrees()
    proof = merkle.consistency_proof(previous.size, head.size, read)
    (folder / "consistency.txt").write_text("".join(f"{hash_line(one)}\n" for one in proof))
    for index in {0, 1, 255, 256, 4095, 4096, ENTRIES - 1, *range(0, ENTRIES, 97)}:
        entry = Entry.objects.get(sealed__index=index)
        receipt = selectors.receipt(entry, checkpoint=head, read=read)
        assert receipt is not None
        (folder / "proofs" / f"{index}.tlog-proof").write_bytes(receipt)
    entry = Entry.objects.get(sealed__index=5)
    (folder / "proofs" / "5.tlog-proof").write_bytes(selectors.receipt_to_keep(entry) or b"")
    return folder


def _enter(count: int) -> None:
    statement = Statement(fact=None, object="test:thing", version="1", at=NOW, person="somebody", detail={"a": 1})
    recording.record_many("test.happened", [statement] * count, now=NOW)


def check(program: Path, pack: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, pack], capture_output=True, text=True, check=False, timeout=60)


def cut(name: str, act: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda pack: (pack / name).write_bytes(act((pack / name).read_bytes()))


def test_go_accepts_root_inclusion_and_consistency_and_refuses_what_is_altered(program: Path, pack: Path) -> None:
    said = check(program, pack)
    assert said.returncode == 0, said.stdout
    receipts = len(list((pack / "proofs").iterdir()))
    assert f"{ENTRIES} entries, {receipts} receipts, consistent with size 33" in said.stdout
    harms = (
        cut("entries.jsonl", lambda data: data.replace(b"somebody", b"anybody", 1).replace(b'"1"', b'"2"', 1)),
        cut("entries.jsonl", lambda data: data.split(b"\n", 1)[1]),
        cut("checkpoint", lambda data: data.replace(b"10000", b"10001")),
        cut("previous_checkpoint", lambda data: data.replace(b"33", b"34", 1)),
        cut("consistency.txt", lambda data: data.split(b"\n", 1)[1]),
        cut("proofs/97.tlog-proof", lambda data: data.replace(b"index 97", b"index 98")),
        cut("vkey.txt", lambda data: data.split(b"\n", 1)[1]),
    )
    for number, harm in enumerate(harms):
        copy = pack.with_name(f"harmed-{number}")
        shutil.copytree(pack, copy)
        harm(copy)
        said = check(program, copy)
        assert said.returncode == 1, (number, said.stdout)
        assert said.stdout.startswith("NOT ACCEPTED"), (number, said.stdout)
