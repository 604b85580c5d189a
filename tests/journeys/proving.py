"""The way of a proof: compliance makes an evidence pack, and an auditor checks it on a machine of their own."""

import io
import json
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ledger import receipts
from ledger.notes import Verifier
from tests.journeys.sides import Side
from tests.support.auditor import MODULES, Auditor

SECONDS = 60


@dataclass(frozen=True)
class Pack:
    """An evidence pack as it was downloaded. `key` is what the site says in public of its key."""

    data: bytes
    key: str

    def member(self, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return archive.read(name)

    def entry(self, index: int) -> bytes:
        return self.member("entries.jsonl").splitlines()[index]

    def record(self, index: int) -> dict[str, Any]:
        found = [json.loads(line) for line in self.member("records.jsonl").splitlines()]
        return next(record for record in found if record["index"] == index)

    def with_flipped_byte(self, name: str, at: int) -> "Pack":
        """The same pack, packed again after one bit of one member was turned around."""
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive, zipfile.ZipFile(target, "w") as altered:
            for item in archive.infolist():
                content = bytearray(archive.read(item))
                if item.filename == name:
                    content[at] ^= 1
                altered.writestr(item.filename, bytes(content))
        return Pack(target.getvalue(), self.key)


def make_pack(compliance: Side, number: str = "") -> Pack:
    """On the site: what the log holds of the person with this number, or of everybody."""
    compliance.goes_to("/compliance/evidence/")
    compliance.look()
    if number:
        compliance.hand.fill("Employee number", number)
    compliance.hand.press("Make the pack")
    page = compliance.watch.page
    download = page.get_by_role("link", name="Download", exact=True)
    until = time.monotonic() + SECONDS
    while not download.is_visible():  # the page asks again by itself
        assert time.monotonic() < until
        page.wait_for_timeout(200)
    compliance.look()
    name, data = compliance.hand.download("Download")
    assert name.endswith(".zip")
    return Pack(data, page.context.request.get("/ledger/key").text().strip())


def receipt_holds(pack: Pack, receipt: bytes, *, number: int) -> int:
    """The receipt proves an entry of the pack, and that is the signature of this version. Returns its index."""
    index = receipts.Receipt.parse(receipt).index
    entry = pack.entry(index)
    keys = [Verifier.from_vkey(line) for line in pack.key.splitlines()]
    receipts.verify(receipt, entry, keys)
    signed = json.loads(entry)
    assert (signed["kind"], signed["version"]) == ("policy.attested", str(number))
    detail = pack.record(index)["detail"]["value"]
    assert pack.member(f"policies/{detail['text_sha256']}.md")
    return index


def auditor_says_yes(auditor: Auditor, pack: Pack, folder: Path) -> None:
    assert auditor.modules() == MODULES
    assert not auditor.imports("django")
    done = _check(auditor, pack, folder / "evidence.zip")
    assert done.startswith("OK: "), done


def auditor_finds_flipped_byte(auditor: Auditor, pack: Pack, folder: Path, *, index: int) -> None:
    """In an entry, and in a text that was signed: each time the program says where."""
    entries = pack.member("entries.jsonl")
    at = sum(len(line) + 1 for line in entries.splitlines()[:index]) + entries.splitlines()[index].index(b'"at":"') + 8
    altered = pack.with_flipped_byte("entries.jsonl", at)
    assert f"NOT VERIFIED: entry {index} was altered" in _check(auditor, altered, folder / "entry.zip")
    name = f"policies/{pack.record(index)['detail']['value']['text_sha256']}.md"
    altered = pack.with_flipped_byte(name, 100)
    assert f"NOT VERIFIED: {name} was altered" in _check(auditor, altered, folder / "text.zip")


def _check(auditor: Auditor, pack: Pack, path: Path) -> str:
    """What the program in the pack says of it, when it is told the public key."""
    path.write_bytes(pack.data)
    program = path.with_suffix(".py")
    program.write_bytes(pack.member("verify.py"))
    keys = [argument for key in pack.key.splitlines() for argument in ("--vkey", key)]
    done = auditor.check(program, path, *keys)
    assert done.returncode == (0 if done.stdout.startswith("OK") else 1), done.stderr
    return done.stdout
