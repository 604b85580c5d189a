"""The Merkle tree of RFC 6962 §2.1 over SHA-256: hashes, roots and proofs, and the checks of proofs (RFC 9162 §2.1).

Indexes count from 0. A *subtree* (height, index) is the complete one over the leaves index·2^height up to, and without,
(index+1)·2^height. Proofs read such subtrees through a function, O(log size) of them; where the hashes are kept is told
in `tiles`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

HASH_LENGTH = 32
EMPTY_ROOT = sha256().digest()
# A size is stored as a signed 64-bit number, so no proof has more hashes than this.
LONGEST_PROOF = 63
LARGEST_SIZE = 2**LONGEST_PROOF - 1

ReadSubtree = Callable[[int, int], bytes]
"""(height, index) to the hash of that complete subtree; it must lie within the tree."""


class ProofError(Exception):
    """A proof that does not prove what it should. The message says why."""


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry's bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node from the hashes of its two children."""
    return sha256(b"\x01" + left + right).digest()


def root(leaf_hashes: Iterable[bytes]) -> bytes:
    """The root over all `leaf_hashes`, in constant memory; that of the empty tree is SHA-256 of nothing."""
    frontier = Frontier()
    frontier.extend(leaf_hashes)
    return frontier.root()


class Frontier:
    """The right edge of a growing tree: the hashes of the complete subtrees that its size in binary spells.

    `hashes` holds them, largest first: all that is needed to go on adding leaves and to tell the root at any size.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(hashes)}")
        self.size = size
        self.hashes = list(hashes)

    def add(self, leaf: bytes) -> None:
        """Append one leaf hash."""
        self.extend((leaf,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> None:
        """Append many leaf hashes: more than a million in a second."""
        size, hashes, hashed = self.size, self.hashes, sha256
        for node in leaf_hashes:
            # Each 1 at the end of the size is a subtree as high as the one just completed: they become one.
            left = size
            while left & 1:
                node = hashed(b"\x01" + hashes.pop() + node).digest()
                left >>= 1
            hashes.append(node)
            size += 1
        self.size = size

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return _folded(self.hashes) if self.hashes else EMPTY_ROOT


def subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    """The complete subtrees (height, index) that make up the leaves from `start` up to `end`, left to right.

    `start` must be a multiple of a power of two that is not less than `end - start`, as in every step of RFC 6962 §2.1.
    """
    while start < end:
        height = (end - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def range_hash(start: int, end: int, read: ReadSubtree) -> bytes:
    """MTH(D[start:end]) of RFC 6962 §2.1, for a range as `subtrees` takes it."""
    return _folded([read(height, index) for height, index in subtrees(start, end)]) if start < end else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read: ReadSubtree) -> list[bytes]:
    """PATH(index, D[size]) of RFC 6962 §2.1.1: the leaf's sibling first, the root's child last."""
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not in a tree of {size}")
    return [range_hash(start, end, read) for start, end in _path(index, index + 1, 0, size)]


def consistency_proof(old_size: int, new_size: int, read: ReadSubtree) -> list[bytes]:
    """PROOF(old_size, D[new_size]) of RFC 6962 §2.1.2. Empty for equal sizes."""
    if not 0 < old_size <= new_size:
        raise ValueError(f"no tree of {old_size} is a beginning of one of {new_size}")
    if old_size == new_size:
        return []
    # The proof is the path to the last subtree that ended with the old tree, behind that subtree's own hash, which is
    # left out where it is the whole old tree.
    height = _trailing_zeros(old_size)
    last = old_size - (1 << height)
    siblings = _path(last, old_size, 0, new_size)
    ranges = siblings if last == 0 else [(last, old_size), *siblings]
    return [range_hash(start, end, read) for start, end in ranges]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """ProofError unless `proof` shows that the leaf hash is at `index` in the tree of `size` with `root`.

    RFC 9162 §2.1.3.2.
    """
    if not 0 <= index < size <= LARGEST_SIZE:
        raise ProofError(f"entry {index} is not in a tree of {size}")
    _check_lengths(("leaf", leaf), ("root", root), proof=proof)
    _check_count(proof, len(_path(index, index + 1, 0, size)))
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            skipped = 0 if place & 1 else _trailing_zeros(place)
            place, last = place >> skipped, last >> skipped
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    if found != root:
        raise ProofError(f"the proof leads from entry {index} to the root {found.hex()}, not {root.hex()}")


def verify_consistency(old_size: int, new_size: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """ProofError unless `proof` shows that the tree of `old_size` is the beginning of that of `new_size`.

    RFC 9162 §2.1.4.2. A proof from size 0 is refused: it would say nothing.
    """
    if not 0 < old_size <= new_size <= LARGEST_SIZE:
        raise ProofError(f"no tree of {old_size} can be proved to be a beginning of one of {new_size}")
    _check_lengths(("old root", old_root), ("new root", new_root), proof=proof)
    if old_size == new_size:
        _check_count(proof, 0)
        if old_root != new_root:
            raise ProofError(f"two different roots for the same size {old_size}: {old_root.hex()}, {new_root.hex()}")
        return
    height = _trailing_zeros(old_size)
    last = old_size - (1 << height)
    _check_count(proof, len(_path(last, old_size, 0, new_size)) + (last > 0))
    start, siblings = (old_root, proof) if last == 0 else (proof[0], proof[1:])
    old_found = new_found = start
    place, end = (old_size - 1) >> height, (new_size - 1) >> height
    for sibling in siblings:
        if place & 1 or place == end:
            old_found, new_found = node_hash(sibling, old_found), node_hash(sibling, new_found)
            skipped = 0 if place & 1 else _trailing_zeros(place)
            place, end = place >> skipped, end >> skipped
        else:
            new_found = node_hash(new_found, sibling)
        place, end = place >> 1, end >> 1
    if old_found != old_root:
        raise ProofError(f"the proof belongs to the root {old_found.hex()} at size {old_size}, not {old_root.hex()}")
    if new_found != new_root:
        raise ProofError(f"the proof leads to the root {new_found.hex()} at size {new_size}, not {new_root.hex()}")


def _path(start: int, end: int, low: int, high: int) -> list[tuple[int, int]]:
    """The ranges beside the way from the subtree over start:end up to that over low:high, nearest first."""
    beside = []
    while (low, high) != (start, end):
        split = low + (1 << ((high - low - 1).bit_length() - 1))
        if start < split:
            beside.append((split, high))
            high = split
        else:
            beside.append((low, split))
            low = split
    return beside[::-1]


def _folded(hashes: Sequence[bytes]) -> bytes:
    """One hash from those of neighboring complete subtrees, each smaller than the one before it."""
    found = hashes[-1]
    for left in reversed(hashes[:-1]):
        found = node_hash(left, found)
    return found


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1 if number else 0


def _check_lengths(*named: tuple[str, bytes], proof: Sequence[bytes]) -> None:
    for name, value in (*named, *((f"proof hash {place}", value) for place, value in enumerate(proof))):
        if len(value) != HASH_LENGTH:
            raise ProofError(f"the {name} has {len(value)} bytes, not {HASH_LENGTH}")


def _check_count(proof: Sequence[bytes], needed: int) -> None:
    if len(proof) != needed:
        raise ProofError(f"the proof has {len(proof)} hashes, not the {needed} that these numbers need")
