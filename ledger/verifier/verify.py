#!/usr/bin/env python3
"""Check an evidence pack, without trusting those who made it.

    python3 verify.py evidence.zip
    python3 verify.py evidence.zip --vkey 'example.org/log+1a2b3c4d+A…' --checkpoint kept_last_year.txt

The pack is a ZIP file, or the folder it was unpacked into. This program needs Python 3.9 or newer and the package
`cryptography`, and nothing of the product that wrote the pack. It checks that

- the checkpoint (origin, number of entries, root) is signed with a key that you gave or, failing that, one of vkey.txt;
- the entries, all of them and in their order, are the ones under that root (RFC 6962);
- what an earlier checkpoint covered is still there, unchanged: the pack's own one, and the one that you kept;
- each disclosed record is what its entry was made of: SHA-256 of the salt, then the person or the detail;
- each receipt (.tlog-proof) proves its entry;
- each policy text, statement and difference that a record names by its SHA-256 is there, and is the one it names.

It cannot tell whether something never reached the log, nor whether what was entered was true. A key that came with the
pack proves only that the pack fits together: compare it with one that reached you another way.

Exit status: 0 verified, 1 not verified, 2 the program could not be run.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import os
import re
import stat
import sys
import time
import zipfile
import zlib
from collections import Counter
from hashlib import sha256
from typing import Any, Iterator, NamedTuple  # noqa: UP035 - where Python 3.9 has them

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("verify.py needs the Python package 'cryptography': python3 -m pip install cryptography", file=sys.stderr)
    sys.exit(2)

REQUIRED = CHECKPOINT, KEYS, ENTRIES, RECORDS = "checkpoint", "vkey.txt", "entries.jsonl", "records.jsonl"
PREVIOUS, CONSISTENCY = "previous_checkpoint", "consistency.txt"
HASHES = "leaf_hashes.bin"  # may be absent: 32 bytes an entry, with which the first altered entry can be named
PROOF_NAME = re.compile(r"proofs/(0|[1-9][0-9]{0,18})\.tlog-proof")
NAMED = re.compile(r"policies/[0-9a-f]{64}\.md|statements/[0-9a-f]{64}\.txt|differences/[0-9a-f]{64}\.json")
TEXT, STATEMENT, DIFFERENCE = "policies/{}.md", "statements/{}.txt", "differences/{}.json"
# Which member a detail asks for by its SHA-256, and which ones each of the "texts" in it does, of a publication.
IN_DETAIL = {
    "text_sha256": TEXT,
    "from_text_sha256": TEXT,
    "statement_sha256": STATEMENT,
    "difference_sha256": DIFFERENCE,
}
IN_TEXTS = {"markdown": TEXT, "statement": STATEMENT}
HEX = re.compile(r"[0-9a-f]{64}")
PLAIN_NAME = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")

MOST_BYTES = 20 * 1000**3  # of all members together, unpacked
MOST_MEMBERS = 250_000
LARGEST_DIRECTORY = 32 * 1000**2
LARGEST_NOTE = 1_000_000
LONGEST_ENTRY = 65_535
LONGEST_RECORD = 1_000_000
LARGEST_DIFFERENCE = 20_000_000
BLOCK = 1 << 20


class Problem(Exception):
    """What is wrong with the pack, in one line; and of which entry the record stands elsewhere than it should."""

    def __init__(self, what: str, misplaced: int | None = None) -> None:
        super().__init__(what)
        self.misplaced = misplaced


class Key(NamedTuple):
    name: str
    key_id: bytes
    public_key: bytes
    vkey: str


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


class Earlier(NamedTuple):
    """A checkpoint that the log must continue."""

    where: str
    checkpoint: Checkpoint


# --- The pack: a folder or a ZIP file ---------------------------------------------------------------------------------


class Pack:
    """The members of a pack by name. Nothing is unpacked to disk; everything is read in blocks."""

    def __init__(self, path: str, most_bytes: int) -> None:
        self.path, self.archive = path, None
        if os.path.isdir(path):
            self.sizes = dict(folder_members(path, ""))
        else:
            check_zip_directory(path)
            try:
                self.archive = zipfile.ZipFile(path)
            except Exception as error:  # which ones a damaged file raises differs from one Python to the next
                raise Problem(f"{path} is damaged: {error}") from error
            self.sizes = zip_members(self.archive)
        if len(self.sizes) > MOST_MEMBERS:
            raise Problem(f"the pack has {len(self.sizes)} members; at most {MOST_MEMBERS} are read")
        if sum(self.sizes.values()) > most_bytes:
            raise Problem(f"the pack unpacks to {sum(self.sizes.values())} bytes, more than {most_bytes} (--max-bytes)")
        for name in REQUIRED:
            if name not in self.sizes:
                raise Problem(f"{name} is missing from the pack")
        if (PREVIOUS in self.sizes) != (CONSISTENCY in self.sizes):
            raise Problem(f"{PREVIOUS} and {CONSISTENCY} belong together; one of them is missing from the pack")

    @contextlib.contextmanager
    def open(self, name: str) -> Iterator[Any]:
        """The member as a stream; damage met while it is read becomes a Problem that names it."""
        try:
            path = os.path.join(self.path, *name.split("/"))
            with open(path, "rb") if self.archive is None else self.archive.open(name) as stream:
                yield stream
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
            raise Problem(f"{name} is damaged: {error}") from error

    def read(self, name: str, most: int = LARGEST_NOTE) -> bytes:
        """The whole of a small member."""
        with self.open(name) as stream:
            data: bytes = stream.read(most + 1)
        if len(data) > most:
            raise Problem(f"{name} is larger than {most} bytes")
        return data

    def words(self, name: str) -> list[str]:
        """The lines of a small member whose lines have no spaces."""
        try:
            return self.read(name).decode().split()
        except UnicodeDecodeError:
            raise Problem(f"{name} is not UTF-8") from None

    def blocks(self, name: str, length: int) -> Iterator[bytes]:
        with self.open(name) as stream:
            yield from iter(lambda: stream.read(length), b"")

    def hashes(self, name: str) -> Iterator[bytes]:
        """The hashes of a member that is nothing but hashes of 32 bytes; the last is shorter where it is cut off."""
        for block in self.blocks(name, BLOCK):
            for place in range(0, len(block), 32):
                yield block[place : place + 32]

    def lines(self, name: str, longest: int) -> Iterator[bytes]:
        """The lines of a member without their newlines, never more than a block of it at once."""
        number, rest = 0, b""
        for block in self.blocks(name, BLOCK):
            *whole, rest = (rest + block).split(b"\n")
            for line in whole:
                number += 1
                if len(line) > longest:
                    raise Problem(f"{name} line {number} is longer than {longest} bytes")
                yield line
            if len(rest) > longest:
                raise Problem(f"{name} line {number + 1} is longer than {longest} bytes")
        if rest:
            raise Problem(f"{name} is cut off: line {number + 1} does not end")


def folder_members(path: str, prefix: str) -> Iterator[tuple[str, int]]:
    for item in os.scandir(path):
        if item.is_symlink() or not (item.is_dir() or item.is_file()):
            raise Problem(f"{prefix}{item.name} is a link or a device, not a file")
        if item.is_dir():
            yield from folder_members(item.path, f"{prefix}{item.name}/")
        else:
            yield prefix + item.name, item.stat().st_size


def check_zip_directory(path: str) -> None:
    """Refuse a directory too large to hold in memory before Python reads it. PKWARE APPNOTE 4.3.14 and 4.3.16."""
    with open(path, "rb") as stream:
        stream.seek(max(0, os.path.getsize(path) - 98))
        tail = stream.read()
    if tail[-22:-18] != b"PK\x05\x06":
        raise Problem(f"{path} is neither a folder nor a whole ZIP file without a comment at its end")
    is_large = len(tail) == 98 and tail[:4] == b"PK\x06\x06"
    length = int.from_bytes(tail[40:48] if is_large else tail[-10:-6], "little")
    if length > LARGEST_DIRECTORY:
        raise Problem(f"the directory of the ZIP file has {length} bytes, more than {LARGEST_DIRECTORY}")


def zip_members(archive: zipfile.ZipFile) -> dict[str, int]:
    sizes: dict[str, int] = {}
    seen: set[str] = set()
    for info in archive.infolist():
        name, plain = info.orig_filename, info.orig_filename.rstrip("/")
        # Newer Pythons take another name from an extra field; what others unpack must be what is checked here.
        if info.filename != name or not PLAIN_NAME.fullmatch(plain) or {".", ".."} & set(plain.split("/")):
            raise Problem(f"the ZIP file has a member with the unsafe name {name!a}")
        if plain.lower() in seen:
            raise Problem(f"the ZIP file has {name} twice")
        seen.add(plain.lower())
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Problem(f"{name} in the ZIP file is a link or a device, not a file")
        if info.flag_bits & 1 or info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Problem(f"{name} in the ZIP file is encrypted or packed in an unusual way")
        if plain == name:
            sizes[name] = info.file_size
    return sizes


# --- Signed notes and checkpoints (C2SP signed-note, tlog-checkpoint) -------------------------------------------------


def parse_vkey(vkey: str, where: str) -> Key:
    """Read `<name>+<key id>+<base64 of 0x01 and the Ed25519 key>`."""
    name, _, rest = vkey.partition("+")
    key_id, _, encoded = rest.partition("+")
    key = decoded(encoded)
    if not is_key_name(name) or len(key) != 33 or key[:1] != b"\x01":
        raise Problem(f"{where}: not an Ed25519 key of the form <name>+<8 hex digits>+<base64>")
    found = sha256(name.encode() + b"\n" + key).digest()[:4]
    if found.hex() != key_id:
        raise Problem(f"{where}: the key is damaged, its id should be {found.hex()}")
    return Key(name, found, key[1:], vkey)


def open_note(note: bytes, keys: list[Key], where: str) -> tuple[str, list[Key]]:
    """The text of a signed note, and those of `keys` that signed it. The last empty line separates the signatures."""
    whole = note.decode(errors="surrogateescape")
    body, blank, signatures = whole.rpartition("\n\n")
    if not blank or not signatures.endswith("\n") or re.search("[\x00-\x09\x0b-\x1f\ud800-\udfff]", whole):
        raise Problem(f"{where} is not a signed note: a text, an empty line, lines of signatures")
    signers = []
    for line in signatures[:-1].split("\n"):
        _, name, encoded = [*line.split(" "), "", ""][:3]
        payload = decoded(encoded)
        if line != f"— {name} {encoded}" or not is_key_name(name) or len(payload) < 5:
            raise Problem(f"{where} has a line that is no signature: {line}")
        for key in keys:
            if (key.name, key.key_id) == (name, payload[:4]):
                check_signature(f"{body}\n".encode(), payload[4:], key, where)
                signers.append(key)
    if not signers:
        raise Problem(f"{where} is not signed with any of the keys {', '.join(key.vkey for key in keys)}")
    return body + "\n", signers


def check_signature(text: bytes, signature: bytes, key: Key, where: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, text)
    except (InvalidSignature, ValueError):
        raise Problem(f"{where}: the signature of {key.name} does not fit; it was altered") from None


def open_checkpoint(note: bytes, keys: list[Key], where: str) -> tuple[Checkpoint, Key]:
    """The checkpoint in a signed note, and the key of the log itself, which bears the origin as its name."""
    text, signers = open_note(note, keys, where)
    origin, size, root = [*text.split("\n"), "", ""][:3]
    if not re.fullmatch("[1-9][0-9]{0,18}", size) or len(decoded(root)) != 32:
        raise Problem(f"{where} is not a checkpoint: lines with origin, size and root")
    for key in signers:
        if key.name == origin:
            return Checkpoint(origin, int(size), decoded(root)), key
    raise Problem(f"{where} is of the log {origin}, but no key of that name signed it")


# --- The Merkle tree (RFC 6962, RFC 9162) -----------------------------------------------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """The hashes of the complete subtrees along the right edge of a growing tree: all that its root depends on."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def add(self, node: bytes) -> None:
        left = self.size
        while left & 1:
            node = node_hash(self.edge.pop(), node)
            left >>= 1
        self.edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        found = self.edge[-1] if self.edge else sha256().digest()
        for left in self.edge[-2::-1]:
            found = node_hash(left, found)
        return found


def follow(start: bytes, place: int, last: int, proof: list[bytes]) -> tuple[bytes, bytes] | None:
    """The hashes to which a proof leads: of the tree that ends at `place`, and of the one that ends at `last`.

    None if it has too few hashes or too many. The loop of RFC 9162 sections 2.1.3.2 and 2.1.4.2, where `place` and
    `last` are called fn and sn.
    """
    shorter = longer = start
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            shorter, longer = node_hash(sibling, shorter), node_hash(sibling, longer)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            longer = node_hash(longer, sibling)
        place, last = place >> 1, last >> 1
    return (shorter, longer) if last == 0 else None


def is_included(leaf: bytes, index: int, proof: list[bytes], tree: Checkpoint) -> bool:
    found = follow(leaf, index, tree.size - 1, proof) if index < tree.size else None
    return found is not None and found[1] == tree.root


def is_continued(old: Checkpoint, new: Checkpoint, proof: list[bytes]) -> bool:
    if old.size >= new.size:
        return old == new and not proof
    place, last = old.size - 1, new.size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    path = proof if place else [old.root, *proof]  # a tree of 1, 2, 4, 8 … is a hash in the new one: it is left out
    return bool(path) and follow(path[0], place, last, path[1:]) == (old.root, new.root)


# --- Canonical JSON (RFC 8785) ----------------------------------------------------------------------------------------


def parse_object(line: bytes, where: str) -> dict[str, Any]:
    """The object that a line spells, provided that it is spelled canonically."""
    try:
        value = json.loads(line.decode(), parse_float=integer, parse_constant=integer, parse_int=integer)
        if isinstance(value, dict) and canonical(value) == line:
            return value
    except (ValueError, RecursionError):
        pass
    raise Problem(f"{where} is not a JSON object in canonical form")


def integer(number: str) -> int:
    if len(number) > 17 or abs(int(number)) >= 2**53:
        raise ValueError("too large")
    return int(number)


def canonical(value: Any) -> bytes:
    return json.dumps(in_order(value), ensure_ascii=False, separators=(",", ":")).encode()


def in_order(value: Any) -> Any:
    """The value with the keys of every object in the order of their UTF-16 code units."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [in_order(item) for item in value] if isinstance(value, list) else value


# --- The checks -------------------------------------------------------------------------------------------------------


class Check:
    """One check of a pack against the keys that are trusted."""

    def __init__(self, pack: Pack, pinned: list[Key], origin: str | None, kept: bytes | None) -> None:
        self.pack = pack
        own = [parse_vkey(vkey, f"{KEYS} line {number}") for number, vkey in enumerate(pack.words(KEYS), 1)]
        self.note = pack.read(CHECKPOINT)
        self.checkpoint, self.key = open_checkpoint(self.note, pinned or own, CHECKPOINT)
        if origin not in (None, self.checkpoint.origin):
            raise Problem(f"{CHECKPOINT} is of the log {self.checkpoint.origin}, not of {origin}")
        self.earlier: list[Earlier] = []
        self.preimages: set[str] = set()  # the members that are named by their own SHA-256
        self.ends: dict[str, tuple[Any, Any]] = {}  # of each difference: the SHA-256 of the texts before and after
        self.used: set[str] = set()
        self.counts: Counter[str] = Counter()
        self.newest = "unknown"
        self.check_earlier(pinned + own, kept)
        self.check_preimages()
        self.check_entries()
        self.others = self.read_others()

    def check_earlier(self, keys: list[Key], kept: bytes | None) -> None:
        """The pack's previous checkpoint and the one kept by you. Their roots are made again in `check_entries`."""
        if PREVIOUS in self.pack.sizes:
            self.earlier.append(Earlier(PREVIOUS, open_checkpoint(self.pack.read(PREVIOUS), keys, PREVIOUS)[0]))
        if kept is not None:
            where = "the checkpoint that you kept"
            self.earlier.append(Earlier(where, open_checkpoint(kept, keys, where)[0]))
        for where, old in self.earlier:
            if old.origin != self.checkpoint.origin:
                raise Problem(f"{where} is of the log {old.origin}, {CHECKPOINT} of {self.checkpoint.origin}")
            if old.size > self.checkpoint.size:
                sizes = f"{old.size} entries, {CHECKPOINT} only {self.checkpoint.size}"
                raise Problem(f"{where} has {sizes}: the log was set back")
            if where == PREVIOUS:
                lines = self.pack.lines(CONSISTENCY, 64)
                proof = [decoded(line.decode(errors="replace")) for line in lines]
                if any(len(value) != 32 for value in proof) or not is_continued(old, self.checkpoint, proof):
                    raise Problem(f"{CONSISTENCY} does not prove that {PREVIOUS} is a beginning of {CHECKPOINT}")

    def check_preimages(self) -> None:
        """Each policy text, statement and difference must be the one that its name says."""
        for name in sorted(filter(NAMED.fullmatch, self.pack.sizes)):
            digest = sha256()
            for block in self.pack.blocks(name, BLOCK):
                digest.update(block)
            if digest.hexdigest() not in name:
                raise Problem(f"{name} was altered: its SHA-256 is {digest.hexdigest()}")
            self.preimages.add(name)
            if name == DIFFERENCE.format(digest.hexdigest()):
                value = parse_object(self.pack.read(name, LARGEST_DIFFERENCE), name)
                before, after = value.get("before"), value.get("after")
                if not isinstance(before, dict) or not isinstance(after, dict):
                    raise Problem(f"{name} does not say between which two texts it is")
                self.ends[name] = before.get("sha256"), after.get("sha256")

    def read_others(self) -> list[str]:
        """The members that nothing vouches for. All that can be told of them is whether they are damaged."""
        known = {*REQUIRED, PREVIOUS, CONSISTENCY, HASHES}
        others = [n for n in self.pack.sizes if not (n in known or PROOF_NAME.fullmatch(n) or n in self.preimages)]
        for name in others:
            for _ in self.pack.blocks(name, BLOCK):
                pass
        return sorted(others)

    def check_entries(self) -> None:
        """One pass over all entries: the root at each size of interest, and the receipts and records beside them."""
        tree, line = Tree(), b""
        hashes = self.pack.hashes(HASHES) if HASHES in self.pack.sizes else None
        unlike: int | None = None  # the first place at which leaf_hashes.bin and the entries differ
        first: Problem | None = None
        first_at = 0
        proofs = iter(sorted(int(found[1]) for found in map(PROOF_NAME.fullmatch, self.pack.sizes) if found))
        records = self.records()
        proof, record = next(proofs, None), next(records, None)
        has_receipts = proof is not None
        roots = {earlier.checkpoint.size: b"" for earlier in self.earlier}
        for index, line in enumerate(self.pack.lines(ENTRIES, LONGEST_ENTRY)):
            leaf = leaf_hash(line)
            tree.add(leaf)
            if hashes is not None and next(hashes, None) != leaf and unlike is None:
                unlike = index
            if tree.size in roots:
                roots[tree.size] = tree.root()
            try:
                is_proved = index == proof
                is_disclosed = record is not None and index == record["index"]
                if is_proved:
                    self.check_proof(index, leaf)
                    proof = next(proofs, None)
                if record is not None and is_disclosed:
                    self.check_record(record, line)
                    record = next(records, None)
                if has_receipts and is_proved != is_disclosed:
                    missing = "receipt" if is_disclosed else "record"
                    raise Problem(f"entry {index} has no {missing} in the pack: one with receipts has both or neither")
            except Problem as problem:
                # Only the root tells whether an entry before this one was altered too, so go on until the end.
                if first is None:
                    first, first_at = problem, index
                elif problem.misplaced == first_at:  # the record that was missing
                    first = problem
        sound = [old.size for _, old in self.earlier if roots[old.size] == old.root]
        if hashes is not None and unlike is None and next(hashes, None) is not None:
            unlike = tree.size
        self.check_root(tree, first, first_at, unlike, max(sound, default=0))
        for where, old in self.earlier:
            if roots[old.size] != old.root:
                raise Problem(f"{where} has another root than the first {old.size} entries: the log was rewritten")
        if proof is not None or record is not None:
            beyond = proof if record is None else record["index"]
            raise Problem(f"there is a record or receipt of entry {beyond}, but the log has only {tree.size} entries")
        self.newest = str(parse_object(line, f"entry {tree.size - 1}").get("recorded_at", self.newest))

    def check_root(self, tree: Tree, first: Problem | None, first_at: int, unlike: int | None, sound: int) -> None:
        """The entries must be those that were signed. If not, name the first wrong one as closely as the pack allows.

        `first` is what else is wrong, at the entry `first_at`; at `unlike` leaf_hashes.bin has another hash than the
        entries; up to `sound` the entries are as they were once signed.
        """
        if (tree.size, tree.root()) == (self.checkpoint.size, self.checkpoint.root):
            if first is not None:
                raise first
            if unlike is not None:
                raise Problem(f"{HASHES} was altered: its hash number {unlike} is not that of entry {unlike}")
            return
        if unlike is not None and (first is None or unlike <= first_at) and self.has_signed_hashes():
            raise Problem(f"entry {unlike} was altered, added or removed: it is not the one that was signed")
        if first is not None:
            raise first
        sizes = f"{ENTRIES} has {tree.size} entries, {CHECKPOINT} {self.checkpoint.size}"
        roots = f"the entries have the root {tree.root().hex()}, the signed one is {self.checkpoint.root.hex()}"
        what = roots if tree.size == self.checkpoint.size else sizes
        raise Problem(f"an entry from number {sound} on was altered, added or removed: {what}")

    def has_signed_hashes(self) -> bool:
        """Whether leaf_hashes.bin holds the hashes that were signed, so that it tells which entry is wrong."""
        tree = Tree()
        for sealed in self.pack.hashes(HASHES):
            tree.add(sealed)
        return (tree.size, tree.root()) == (self.checkpoint.size, self.checkpoint.root)

    def check_proof(self, index: int, leaf: bytes) -> None:
        """The receipt of an entry (C2SP tlog-proof) must lead from it to the pack's checkpoint."""
        name = f"proofs/{index}.tlog-proof"
        head, _, under = self.pack.read(name).partition(b"\n\n")
        lines = head.decode(errors="replace").split("\n")
        if lines[1:] and lines[1].startswith("extra ") and decoded(lines[1][6:]):
            del lines[1]
        proof = [decoded(line) for line in lines[2:]]
        if lines[:2] != ["c2sp.org/tlog-proof@v1", f"index {index}"] or any(len(value) != 32 for value in proof):
            raise Problem(f"{name} is not a receipt of entry {index}")
        if under != self.note:
            raise Problem(f"{name} is not under the pack's {CHECKPOINT}")
        if not is_included(leaf, index, proof, self.checkpoint):
            raise Problem(f"entry {index} is not the one that {name} proves: one of the two was altered")
        self.counts["proofs"] += 1

    def records(self) -> Iterator[dict[str, Any]]:
        """The disclosed records, which stand in the order of their entries."""
        last = -1
        for number, line in enumerate(self.pack.lines(RECORDS, LONGEST_RECORD), 1):
            record = parse_object(line, f"{RECORDS} line {number}")
            index = record.get("index")
            if set(record) != {"index", "person", "detail"} or type(index) is not int:
                raise Problem(f"{RECORDS} line {number} must have index, person and detail, and nothing else")
            if index <= last:
                raise Problem(
                    f"{RECORDS} line {number}: the record of entry {index} stands after that of {last}", misplaced=index
                )
            last = index
            yield record

    def check_record(self, record: dict[str, Any], line: bytes) -> None:
        """Person and detail must be those that the entry is bound to. What they name by its SHA-256 must be here."""
        where = f"the record of entry {record['index']}"
        entry = parse_object(line, f"entry {record['index']}")
        if record["person"] is not None:
            disclosed(record["person"], "ref", entry.get("person"), f"{where}: person")
            self.counts["persons"] += 1
        if record["detail"] is not None:
            detail = disclosed(record["detail"], "value", entry.get("detail"), f"{where}: detail")
            for key, member in named_in(detail):
                if member not in self.preimages:
                    raise Problem(f"{where} names a {key}, but {member} is missing from the pack")
                ends = self.ends.get(member)
                if ends is not None and ends != (detail.get("from_text_sha256"), detail.get("text_sha256")):
                    raise Problem(f"{where} names {member}, but that is between other texts than those it names")
                self.used.add(member)
            self.counts["details"] += 1
        self.counts["records"] += 1


def named_in(detail: Any) -> Iterator[tuple[str, str]]:
    """The keys of a detail that hold a SHA-256 of something in the pack, each with the member that it names."""
    if not isinstance(detail, dict):
        return
    texts = detail.get("texts")
    lists = [(IN_DETAIL, [detail]), (IN_TEXTS, texts if isinstance(texts, list) else [])]
    for keys, parts in lists:
        for part in parts:
            for key, member in keys.items():
                digest = part.get(key) if isinstance(part, dict) else None
                if digest not in (None, ""):  # no difference was shown, or no digest was recorded
                    yield key, member.format(digest)


def disclosed(part: Any, field: str, commitment: Any, where: str) -> Any:
    """What a record discloses, once it is found to be what the entry is bound to: SHA-256 of the salt and of it."""
    if not isinstance(part, dict) or set(part) != {field, "salt"} or not HEX.fullmatch(str(part["salt"])):
        raise Problem(f"{where} must have {field} and a salt of 32 bytes in hex, and nothing else")
    data = part[field].encode() if field == "ref" and isinstance(part[field], str) else canonical(part[field])
    if sha256(bytes.fromhex(part["salt"]) + data).hexdigest() != commitment:
        raise Problem(f"{where} is not the one that the entry is bound to: it or its salt was altered")
    return part[field]


# --- Small helpers ----------------------------------------------------------------------------------------------------


def decoded(text: str) -> bytes:
    """The bytes of standard base64 in its one proper spelling; none at all for anything else."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def shown(text: str) -> str:
    """Text out of the pack, fit for a terminal."""
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text[:500])


def some_of(names: list[str]) -> str:
    """The first twenty, and how many more there are."""
    more = f" and {len(names) - 20} more" if len(names) > 20 else ""
    return ", ".join(names[:20]) + more


# --- The program ------------------------------------------------------------------------------------------------------


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify.py", description="Check an evidence pack (ZIP file or folder).")
    parser.add_argument("pack", help="the ZIP file, or the folder it was unpacked into")
    parser.add_argument("--vkey", action="append", default=[], metavar="KEY", help="a key that you hold already")
    parser.add_argument("--origin", metavar="NAME", help="the log that it must be of")
    parser.add_argument("--checkpoint", metavar="FILE", help="an earlier checkpoint that you kept")
    parser.add_argument("--max-bytes", type=int, default=MOST_BYTES, metavar="N", help="refuse what unpacks to more")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        pinned = [parse_vkey(vkey.strip(), "--vkey") for vkey in options.vkey]
        kept = None
        if options.checkpoint:
            with open(options.checkpoint, "rb") as stream:
                kept = stream.read(LARGEST_NOTE)
        report(Check(Pack(options.pack, options.max_bytes), pinned, options.origin, kept), is_pinned=bool(pinned))
    except (Problem, OSError) as problem:
        return refuse(str(problem))
    except Exception as error:  # whatever somebody put into the file, it is not a reason to say anything but no
        return refuse(f"{options.pack} cannot be read ({type(error).__name__}: {error})")
    print(f"Checked in {time.monotonic() - started:.1f} s.")
    return 0


def refuse(why: str) -> int:
    print(f"NOT VERIFIED: {shown(why)}")
    return 1


def report(check: Check, *, is_pinned: bool) -> None:
    counts, checkpoint = check.counts, check.checkpoint
    print(f"OK: {checkpoint.size} entries of the log {shown(checkpoint.origin)}, the newest of {shown(check.newest)}")
    print(f"    root {checkpoint.root.hex()}")
    print(
        f"    {counts['records']} records fit their entries ({counts['persons']} persons, {counts['details']} details)"
    )
    kinds = Counter(name.partition("/")[0] for name in check.preimages)
    print(
        f"    {counts['proofs']} receipts prove their entries; {kinds['policies']} policy texts, {kinds['statements']} "
        f"statements and {kinds['differences']} differences fit their names"
    )
    for where, old in check.earlier:
        print(f"    {where} ({old.size} entries) is a beginning of this log")
    unused = sorted(check.preimages - check.used)
    if unused:
        print(f"    no disclosed record names these: {some_of(unused)}")
    if check.others:
        print(f"    nothing vouches for these, so they were not checked: {some_of([*map(shown, check.others)])}")
    print(f"Key: {shown(check.key.vkey)}")
    print(f"     SHA-256 of the public key: {sha256(check.key.public_key).hexdigest()}")
    if not is_pinned:
        print("NOTE: this key came with the pack itself. Compare it with the key that you got another way,")
        print("      or run the program with --vkey and that key.")


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
