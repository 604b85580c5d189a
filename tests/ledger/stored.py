"""Tiles in a dictionary, grown as the stored log grows."""

from ledger.tiles import grow
from tests.ledger.trees import leaf


class StoredTiles:
    """Holds the tree over the first `size` entries of `trees.leaf`. Counts the reads."""

    def __init__(self, size: int = 0) -> None:
        self.size = 0
        self.reads = 0
        self.stored: dict[tuple[int, int], bytes] = {}
        self.grow_to(size)

    def grow_to(self, size: int) -> "StoredTiles":
        for tile, hashes in grow(self.size, map(leaf, range(self.size, size)), self.read):
            self.stored[tile.level, tile.index] = hashes
        self.size = size
        return self

    def read(self, level: int, index: int) -> bytes:
        self.reads += 1
        return self.stored.get((level, index), b"")
