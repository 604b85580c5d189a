"""The tree in its plainest form: RFC 6962 §2.1 written down word for word over a list, to hold the real one against."""

from functools import cache
from hashlib import sha256

from ledger.merkle import ReadSubtree


def leaf(number: int) -> bytes:
    """The leaf hash of an entry that says only its number."""
    return sha256(b"\x00entry %d" % number).digest()


@cache
def naive_root(start: int, end: int) -> bytes:
    """MTH(D[start:end]) over the entries that say their numbers."""
    if end - start == 0:
        return sha256(b"").digest()
    if end - start == 1:
        return leaf(start)
    split = start + _split(end - start)
    return sha256(b"\x01" + naive_root(start, split) + naive_root(split, end)).digest()


def naive_path(index: int, start: int, end: int) -> list[bytes]:
    """PATH(index, D[start:end])."""
    if end - start == 1:
        return []
    split = start + _split(end - start)
    if index < split:
        return [*naive_path(index, start, split), naive_root(split, end)]
    return [*naive_path(index, split, end), naive_root(start, split)]


def naive_consistency(size: int, start: int, end: int, whole: bool = True) -> list[bytes]:
    """SUB(size - start, D[start:end], whole)."""
    if size == end:
        return [] if whole else [naive_root(start, end)]
    split = start + _split(end - start)
    if size <= split:
        return [*naive_consistency(size, start, split, whole), naive_root(split, end)]
    return [*naive_consistency(size, split, end, False), naive_root(start, split)]


def read_naively(height: int, index: int) -> bytes:
    return naive_root(index << height, (index + 1) << height)


def subtrees_of(leaf_hashes: list[bytes]) -> ReadSubtree:
    """A reader over a list of leaf hashes, which hashes what it is asked for anew each time."""

    def read(height: int, index: int) -> bytes:
        hashes = leaf_hashes[index << height : (index + 1) << height]
        assert len(hashes) == 1 << height, "a subtree beyond the end was asked for"
        while len(hashes) > 1:
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
        return hashes[0]

    return read


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    power = 1
    while power * 2 < count:
        power *= 2
    return power
