"""A small evidence pack, made of the pure modules as the product makes one, to be altered by the tests."""

import contextlib
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from ledger import checkpoints, merkle, receipts, tiles
from ledger.canonical import canonical_bytes
from ledger.checkpoints import Checkpoint
from ledger.notes import Signer
from ledger.verifier import verify

ORIGIN = "training.example.org/attestations"
LOG = Signer(ORIGIN, bytes(range(32)))
NEXT_LOG = Signer(ORIGIN, bytes(range(1, 33)))
POLICY = b"# Social media\n\nThink of the patient first.\n"
OTHER_POLICY = "# Social media\n\nThink of the patient first, and last. é\n".encode()
POLICIES = {sha256(text).hexdigest(): text for text in (POLICY, OTHER_POLICY)}
TEXTS = list(POLICIES)
STATEMENT = "I have read it, and will follow it. é".encode()
STATEMENT_SHA256 = sha256(STATEMENT).hexdigest()


def difference_to(text: int) -> bytes:
    """What was shown of one of the two texts to those who had signed the other; shorter than the product has it."""
    before, after = ({"number": place + 1, "sha256": TEXTS[place]} for place in (1 - text, text))
    return canonical_bytes({"format": "redline/1", "before": before, "after": after, "clauses": []})


DIFFERENCES = [difference_to(0), difference_to(1)]
DIFFERENCES_SHA256 = [sha256(data).hexdigest() for data in DIFFERENCES]
PREIMAGES = {
    **{f"policies/{digest}.md": text for digest, text in POLICIES.items()},
    f"statements/{STATEMENT_SHA256}.txt": STATEMENT,
    **{f"differences/{digest}.json": data for digest, data in zip(DIFFERENCES_SHA256, DIFFERENCES, strict=True)},
}


@dataclass
class Log:
    """Entries with their disclosures: every seventh is about nobody, as the publication of a policy is."""

    size: int
    entries: list[bytes] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for index in range(self.size):
            self.records.append({})
            self.entries.append(b"")
            self.disclose(index, detail_of(index))

    def disclose(self, index: int, value: Any) -> None:
        """Make the entry at `index` one with the detail `value`."""
        person = None if index % 7 == 0 else {"ref": f"employee {index} Åsa", "salt": salt("person", index)}
        detail = {"value": value, "salt": salt("detail", index)}
        self.records[index] = {"index": index, "person": person, "detail": detail}
        self.entries[index] = canonical_bytes(body_of(index, person, detail))

    def leaf_hashes(self, size: int | None = None) -> list[bytes]:
        return [merkle.leaf_hash(entry) for entry in self.entries[:size]]

    def checkpoint(self, size: int, *signers: Signer) -> bytes:
        root = merkle.root(self.leaf_hashes(size))
        return checkpoints.sign(Checkpoint(ORIGIN, size, root), *(signers or (LOG,)))

    def subtrees(self) -> tiles.Subtrees:
        stored = {(t.level, t.index): data for t, data in tiles.grow(0, self.leaf_hashes(), lambda level, index: b"")}
        return tiles.Subtrees(lambda level, index: stored.get((level, index), b""))


def salt(part: str, index: int) -> str:
    return sha256(f"{part} {index}".encode()).hexdigest()


def detail_of(index: int) -> dict[str, Any]:
    if index % 7 == 0 and index % 11 == 0:
        return {"texts": [{"markdown": TEXTS[0], "statement": STATEMENT_SHA256, "title": "Social media"}]}
    detail: dict[str, Any] = {"method": "password", "score": None, "text_sha256": TEXTS[index % 2]}
    detail |= {"statement_sha256": STATEMENT_SHA256, "difference_sha256": "", "from_text_sha256": None}
    if index % 5 == 0:
        detail["difference_sha256"] = DIFFERENCES_SHA256[index % 2]
        detail["from_text_sha256"] = TEXTS[(index + 1) % 2]
    return detail


def body_of(index: int, person: Any, detail: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "policy.attested",
        "object": "policy:social-media",
        "recorded_at": f"2026-11-24T08:{index // 60 % 60:02}:{index % 60:02}.000000Z",
        "person": person and sha256(bytes.fromhex(person["salt"]) + person["ref"].encode()).hexdigest(),
        "detail": detail and sha256(bytes.fromhex(detail["salt"]) + canonical_bytes(detail["value"])).hexdigest(),
    }


def pack_of(
    log: Log, chosen: Iterable[int], *, previous: int = 0, signers: tuple[Signer, ...] = (LOG,), hashes: bool = False
) -> dict[str, bytes]:
    """The members of the pack in which the records of the `chosen` entries are disclosed."""
    chosen, subtrees, note = list(chosen), log.subtrees(), log.checkpoint(log.size, *signers)
    pack = {
        "README.txt": b"How to check this.\n",
        "checkpoint": note,
        "vkey.txt": "".join(f"{signer.verifier.vkey}\n" for signer in (LOG, NEXT_LOG)).encode(),
        "entries.jsonl": lines(log.entries),
        "records.jsonl": lines(canonical_bytes(log.records[index]) for index in chosen),
    }
    for index in chosen:
        proof = merkle.inclusion_proof(index, log.size, subtrees)
        pack[f"proofs/{index}.tlog-proof"] = receipts.write(index, proof, note)
    if previous:
        pack["previous_checkpoint"] = log.checkpoint(previous)
        proof = merkle.consistency_proof(previous, log.size, subtrees)
        pack["consistency.txt"] = lines(checkpoints.hash_line(value).encode() for value in proof)
    if hashes:
        pack["leaf_hashes.bin"] = b"".join(log.leaf_hashes())
    return pack | PREIMAGES


def lines(items: Iterable[bytes]) -> bytes:
    return b"".join(item + b"\n" for item in items)


def write_zip(pack: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pack.items():
            archive.writestr(name, data)
    return path


def write_folder(pack: dict[str, bytes], path: Path) -> Path:
    for name, data in pack.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def verified(pack: dict[str, bytes], path: Path, *arguments: str) -> tuple[int, str]:
    """The status of the auditor's program over the pack, as a ZIP file in the folder `path`, and what it printed."""
    return run_verifier(write_zip(pack, path / "evidence.zip"), *arguments)


def run_verifier(pack: Path, *arguments: str) -> tuple[int, str]:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        status = verify.main([str(pack), *arguments])
    return status, printed.getvalue()
