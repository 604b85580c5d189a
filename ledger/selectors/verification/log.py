"""The log against itself: entries, their columns, what they commit to, the stored tree, and every signed head.

All in one pass over the entries in their order, holding a few thousand of them at a time.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from ledger import tiles
from ledger.merkle import HASH_LENGTH, Frontier
from ledger.selectors.verification import reading
from ledger.selectors.verification.bodies import read_body
from ledger.selectors.verification.heads import Head
from ledger.selectors.verification.report import Flaw, Report

NOTHING = bytes(HASH_LENGTH)  # stands where an entry is missing, so that what follows keeps its place
TILES_AT_ONCE = 64
MOST_MISSING = 100_000  # more than that are not gone through one by one


def check_log(report: Report, heads: Iterator[Head], *, signed_size: int) -> None:
    """Notes every flaw of the log. `heads` are what the tree must agree with, in the order of their sizes.

    `signed_size` is the size of the newest checkpoint: up to there nothing may be missing.
    """
    places = reading.places()
    if places.first < 0:
        report.add(Flaw.GAP, f"index {places.first}", "indexes begin at 0")
    size = max(signed_size, places.last + 1)
    if size > places.taken + MOST_MISSING:
        report.add(Flaw.GAP, f"index {places.taken}", f"the indexes go on to {size - 1}", size - places.taken)
        size = places.taken + MOST_MISSING
    report.size = signed_size
    stored = _StoredTiles()
    for tile, hashes in tiles.grow(0, _leaves(report, _Heads(report, heads), size), _no_tile):
        found = stored.take(tile)
        if found != hashes:
            _note_tile(report, tile, hashes, found)
    for level, count in sorted(reading.tile_counts().items()):
        if count > (expected := stored.taken.get(level, 0)):
            report.add(Flaw.TILE, f"level {level}", f"{count} tiles are stored, the tree has {expected}")


def _leaves(report: Report, heads: "_Heads", size: int) -> Iterator[bytes]:
    """The leaf hash of every index below `size`, while the rows are checked."""
    expected = 0
    for rows in reading.sealed_rows(size):
        hashes: list[bytes] = []
        for row in rows:
            while expected + len(hashes) < row[0]:
                _note_gap(report, expected + len(hashes), hashes)
            hashes.append(_checked(report, row))
        end = min(expected + reading.CHUNK, size)
        while expected + len(hashes) < end:
            _note_gap(report, expected + len(hashes), hashes)
        expected = end
        heads.pass_by(hashes)
        report.got_on()
        yield from hashes
    heads.finish()


def _note_gap(report: Report, index: int, hashes: list[bytes]) -> None:
    report.add(Flaw.GAP, f"index {index}")
    hashes.append(NOTHING)


def _checked(report: Report, row: Any) -> bytes:
    """The leaf hash of a row, whatever is found to be wrong with it."""
    index, entry, kind, fact, recorded_at, body, disclosure, person, person_salt, detail, detail_salt, erasure = row
    report.entries += 1
    if entry is None or not isinstance(body, bytes):
        report.add(Flaw.GAP, f"index {index}", "its place is kept, but the entry is gone")
        return NOTHING
    try:
        says = read_body(body)
    except ValueError as problem:
        report.add(Flaw.BODY, f"index {index}", str(problem))
        return sha256(b"\x00" + body).digest()
    if (says.kind, says.fact, says.recorded_at) != (kind, fact, recorded_at):
        report.add(Flaw.COLUMNS, f"index {index}")
    if disclosure is None:
        report.erased += erasure is not None
        if erasure is None:
            report.add(Flaw.UNDISCLOSED, f"index {index}")
    else:
        if erasure is not None:
            report.add(Flaw.NOT_ERASED, f"index {index}", "what it commits to is still there")
        if not _fits(says.detail, detail_salt, detail):
            report.add(Flaw.COMMITMENT, f"index {index}", "detail")
        elif not _fits_person(says.person, person_salt, person):
            report.add(Flaw.COMMITMENT, f"index {index}", "person")
    return sha256(b"\x00" + body).digest()


def _fits(commitment: str, salt: Any, value: Any) -> bool:
    is_readable = isinstance(salt, bytes) and isinstance(value, bytes)
    return is_readable and sha256(salt + value).hexdigest() == commitment


def _fits_person(commitment: str | None, salt: Any, person: str) -> bool:
    if commitment is None:
        return salt is None and not person
    return _fits(commitment, salt, person.encode())


class _Heads:
    """Compares the growing tree with every head, when it has that head's size."""

    def __init__(self, report: Report, heads: Iterator[Head]) -> None:
        self._report = report
        self._heads = heads
        self._next = next(heads, None)
        self._tree = Frontier()

    def pass_by(self, hashes: list[bytes]) -> None:
        end, start = self._tree.size + len(hashes), 0
        while self._next is not None and self._next.size <= end:
            upto = start + self._next.size - self._tree.size
            self._tree.extend(hashes[start:upto])
            start = upto
            self._compare(self._next)
            self._next = next(self._heads, None)
        self._tree.extend(hashes[start:])

    def finish(self) -> None:
        """What is left is larger than the tree."""
        while self._next is not None:
            flaw = Flaw.BEHIND if self._next.is_outside else Flaw.ROOT
            self._report.add(flaw, self._next.name, f"it says {self._next.size} entries, here are {self._tree.size}")
            self._next = next(self._heads, None)

    def _compare(self, head: Head) -> None:
        if self._tree.root() != head.root:
            self._report.add(Flaw.WITNESS if head.is_outside else Flaw.ROOT, head.name)


class _StoredTiles:
    """The tiles as they are stored, read a few dozen at a time."""

    def __init__(self) -> None:
        self.taken: dict[int, int] = {}
        self._read: dict[int, tuple[int, dict[int, bytes]]] = {}

    def take(self, tile: tiles.Tile) -> bytes:
        self.taken[tile.level] = self.taken.get(tile.level, 0) + 1
        end, some = self._read.get(tile.level, (0, {}))
        if tile.index >= end:
            end = tile.index + TILES_AT_ONCE
            some = reading.stored_tiles(tile.level, tile.index, end)
            self._read[tile.level] = end, some
        return some.get(tile.index, b"")


def _note_tile(report: Report, tile: tiles.Tile, hashes: bytes, stored: bytes) -> None:
    """At the lowest level each hash is one entry's: then the first index is told."""
    if tile.level > 0:
        report.add(Flaw.TILE, tiles.tile_path(tile.level, tile.index, tile.width))
        return
    for place in range(tile.width):
        span = slice(place * HASH_LENGTH, (place + 1) * HASH_LENGTH)
        if hashes[span] != stored[span]:
            report.add(Flaw.LEAF, f"index {tile.index * tiles.WIDTH + place}")
    if len(stored) > len(hashes):
        report.add(Flaw.TILE, tiles.tile_path(tile.level, tile.index, tile.width), "it is wider than the tree")


def _no_tile(level: int, index: int) -> bytes:
    return b""
