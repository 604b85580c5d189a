"""How the tree's hashes are stored: in tiles of up to 256 hashes, laid out as C2SP tlog-tiles has it.

The tile (level, index) holds the hashes of the complete subtrees of height 8·level from number 256·index on: level 0
the leaf hashes, level 1 one hash for every full tile of level 0, and so on. All but the last tile of a level are full.
A tile is read through a function, which may answer with a wider tile than the tree in question needs.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from ledger import merkle
from ledger.merkle import HASH_LENGTH, Frontier

HEIGHT = 8
WIDTH = 1 << HEIGHT

ReadTile = Callable[[int, int], bytes]
"""(level, index) to the concatenated hashes of that tile, b"" when there is none."""


class TileError(Exception):
    """A stored tile is missing, too narrow or torn. The message names it."""


@dataclass(frozen=True)
class Tile:
    """The name of a tile, with the number of hashes in it (1 to 256)."""

    level: int
    index: int
    width: int


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Where the tile lies in an exported log: `tile/0/x001/x234/067`, with `.p/<width>` when it is not full."""
    return f"tile/{level}/{_number_path(index, width)}"


def width_at(level: int, index: int, size: int) -> int:
    """How many hashes the tile has in a tree of `size`; 0 when the tree has no such tile."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - index * WIDTH))


def tiles_at(size: int) -> Iterator[Tile]:
    """Every tile of a tree of `size`, level by level."""
    return changed_tiles(0, size)


def changed_tiles(old_size: int, new_size: int) -> Iterator[Tile]:
    """The tiles that a tree of `new_size` has and one of `old_size` has not, or has narrower; level by level."""
    level = 0
    while new_size >> (HEIGHT * level):
        before, after = old_size >> (HEIGHT * level), new_size >> (HEIGHT * level)
        if before < after:
            for index in range(before // WIDTH, (after - 1) // WIDTH + 1):
                yield Tile(level, index, width_at(level, index, new_size))
        level += 1


def grow(old_size: int, leaf_hashes: Iterable[bytes], read: ReadTile) -> Iterator[tuple[Tile, bytes]]:
    """The tiles that change when `leaf_hashes` are appended to a tree of `old_size`, with what they then hold.

    Reads only the last, not yet full tile of each level of the old tree. A tile is yielded as soon as it is full, what
    is left at the end: memory does not grow with the number of leaves.
    """
    levels = (old_size.bit_length() + HEIGHT - 1) // HEIGHT
    at_edge = (divmod(old_size >> (HEIGHT * level), WIDTH) for level in range(levels))
    edge = [bytearray(_stored(read, level, index, width)) for level, (index, width) in enumerate(at_edge)]
    edge = edge or [bytearray()]
    size = old_size
    for leaf in leaf_hashes:
        if len(leaf) != HASH_LENGTH:
            raise ValueError(f"the hash of entry {size} has {len(leaf)} bytes, not {HASH_LENGTH}")
        edge[0] += leaf
        size += 1
        if size % WIDTH == 0:
            yield from _filled(edge, size)
    for level, hashes in enumerate(edge):
        count = size >> (HEIGHT * level)
        if hashes and count > old_size >> (HEIGHT * level):
            yield Tile(level, count // WIDTH, count % WIDTH), bytes(hashes)


def _filled(edge: list[bytearray], size: int) -> Iterator[tuple[Tile, bytes]]:
    """The tiles that the leaf before `size` filled, taken off the edge; the hash of each goes into the level above."""
    level = 0
    while len(edge[level]) == WIDTH * HASH_LENGTH:
        full = bytes(edge[level])
        edge[level].clear()
        level += 1
        yield Tile(level - 1, (size >> (HEIGHT * level)) - 1, WIDTH), full
        if level == len(edge):
            edge.append(bytearray())
        edge[level] += full_tile_hash(full)


def full_tile_hash(hashes: bytes) -> bytes:
    """The hash of the subtree under a full tile, which is one hash in the tile above it."""
    if len(hashes) != WIDTH * HASH_LENGTH:
        raise TileError(f"a tile of {len(hashes)} bytes is not full")
    return _inner_levels(hashes)[-1][0]


class Subtrees:
    """Reads the hash of any complete subtree out of tiles, as the functions of `merkle` want it.

    Remembers up to `keep` tiles with the hashes computed inside them (about 40 kB each), so that many proofs in a row,
    best in the order of their indexes, read and hash each tile once. Use it no longer than the tree stays as it is.
    """

    def __init__(self, read: ReadTile, keep: int = 64) -> None:
        self._read_tile = read
        self._keep = keep
        self._kept: OrderedDict[tuple[int, int], list[list[bytes]]] = OrderedDict()

    def __call__(self, height: int, index: int) -> bytes:
        """The hash of the subtree (height, index); TileError if the tiles do not hold all of it."""
        level, inner = divmod(height, HEIGHT)
        tile, place = divmod(index << inner, WIDTH)
        levels = self._levels(level, tile)
        place >>= inner
        if inner >= len(levels) or place >= len(levels[inner]):
            needed = (place + 1) << inner
            raise TileError(f"{tile_path(level, tile)} holds {len(levels[0])} hashes, {needed} are needed")
        return levels[inner][place]

    def _levels(self, level: int, tile: int) -> list[list[bytes]]:
        found = self._kept.get((level, tile))
        if found is not None:
            self._kept.move_to_end((level, tile))
            return found
        found = self._kept[level, tile] = _inner_levels(_sound(self._read_tile, level, tile))
        if len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return found


def frontier(size: int, read: ReadTile) -> Frontier:
    """The right edge of the tree of `size`, to go on from there."""
    subtree = Subtrees(read)
    return Frontier(size, [subtree(height, index) for height, index in merkle.subtrees(0, size)])


def tree_root(size: int, read: ReadTile) -> bytes:
    """The root of the tree of `size`."""
    return merkle.range_hash(0, size, Subtrees(read))


def inclusion_proof(index: int, size: int, read: ReadTile) -> list[bytes]:
    """`merkle.inclusion_proof` out of tiles. For many of them use one `Subtrees`."""
    return merkle.inclusion_proof(index, size, Subtrees(read))


def consistency_proof(old_size: int, new_size: int, read: ReadTile) -> list[bytes]:
    """`merkle.consistency_proof` out of tiles."""
    return merkle.consistency_proof(old_size, new_size, Subtrees(read))


def _inner_levels(hashes: bytes) -> list[list[bytes]]:
    """The hashes of a tile, then those of the complete subtrees over 2, 4, … of them."""
    hashed = sha256
    nodes = [hashes[start : start + HASH_LENGTH] for start in range(0, len(hashes), HASH_LENGTH)]
    levels = [nodes]
    while len(nodes) > 1:
        pairs = iter(nodes)
        nodes = [hashed(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
        levels.append(nodes)
    return levels


def _stored(read: ReadTile, level: int, index: int, width: int) -> bytes:
    """The first `width` hashes of the tile."""
    hashes = _sound(read, level, index) if width else b""
    if len(hashes) < width * HASH_LENGTH:
        raise TileError(f"{tile_path(level, index)} holds {len(hashes) // HASH_LENGTH} hashes, {width} are needed")
    return hashes[: width * HASH_LENGTH]


def _sound(read: ReadTile, level: int, index: int) -> bytes:
    """The whole tile as it is stored, once its length is found to be that of a tile."""
    hashes = read(level, index)
    if len(hashes) % HASH_LENGTH or len(hashes) > WIDTH * HASH_LENGTH:
        raise TileError(f"{tile_path(level, index)} is torn: {len(hashes)} bytes are not up to {WIDTH} hashes")
    return hashes


def _number_path(index: int, width: int) -> str:
    groups = f"{index:,}".split(",")
    padded = [f"{int(group):03}" for group in groups]
    name = "/".join([*(f"x{group}" for group in padded[:-1]), padded[-1]])
    return name if width == WIDTH else f"{name}.p/{width}"
