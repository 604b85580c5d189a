"""The tree out of stored tiles is the tree; the layout is that of C2SP tlog-tiles."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle, tiles
from ledger.tiles import Subtrees, Tile, TileError
from tests.ledger.stored import StoredTiles
from tests.ledger.trees import leaf, naive_consistency, naive_path, naive_root, read_naively

SIZES = 600
LARGE = 70_000


@pytest.fixture(scope="module")
def large() -> StoredTiles:
    return StoredTiles(LARGE)


@pytest.fixture(scope="module")
def small() -> StoredTiles:
    return StoredTiles(SIZES)


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 1_234_067, 256, "tile/0/x001/x234/067"),  # the example of the specification
        (0, 0, 256, "tile/0/000"),
        (0, 999, 256, "tile/0/999"),
        (1, 1000, 256, "tile/1/x001/000"),
        (0, 273, 112, "tile/0/273.p/112"),
        (2, 0, 1, "tile/2/000.p/1"),
        (63, 1_000_000_007, 255, "tile/63/x001/x000/x000/007.p/255"),
    ],
)
def test_the_path_of_a_tile(level: int, index: int, width: int, path: str) -> None:
    assert tiles.tile_path(level, index, width) == path


def test_the_tiles_of_the_specifications_example() -> None:
    found = list(tiles.tiles_at(70_000))
    assert found == [
        *(Tile(0, index, 256) for index in range(273)),
        Tile(0, 273, 112),
        Tile(1, 0, 256),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert list(tiles.tiles_at(256)) == [Tile(0, 0, 256), Tile(1, 0, 1)]
    assert list(tiles.tiles_at(0)) == []


@given(st.integers(0, 2**40), st.integers(0, 3), st.integers(0, 2**20))
def test_the_width_of_a_tile_is_that_of_the_specification(size: int, level: int, index: int) -> None:
    width = tiles.width_at(level, index, size)
    full = size // 256 ** (level + 1)
    if index < full:
        assert width == 256
    elif index == full:
        assert width == size // 256**level % 256
    else:
        assert width == 0


@given(st.integers(0, 200_000), st.integers(0, 3_000))
def test_exactly_the_changed_tiles_are_named(old: int, more: int) -> None:
    before, after = set(tiles.tiles_at(old)), set(tiles.tiles_at(old + more))
    assert set(tiles.changed_tiles(old, old + more)) == after - before


@given(st.lists(st.integers(0, 700), max_size=6))
def test_however_a_tree_grew_its_tiles_are_the_same(steps: list[int]) -> None:
    grown = StoredTiles()
    for step in steps:
        before = grown.size
        written = tiles.grow(before, map(leaf, range(before, before + step)), grown.read)
        assert sorted((tile.level, tile.index, tile.width) for tile, _ in written) == [
            (tile.level, tile.index, tile.width) for tile in tiles.changed_tiles(before, before + step)
        ]
        grown.grow_to(before + step)
    assert grown.stored == StoredTiles(grown.size).stored
    assert tiles.tree_root(grown.size, grown.read) == merkle.root(map(leaf, range(grown.size)))


def test_every_hash_in_every_tile_is_that_of_its_subtree(large: StoredTiles) -> None:
    for tile in tiles.tiles_at(LARGE):
        hashes = large.stored[tile.level, tile.index]
        assert len(hashes) == 32 * tile.width
        if tile.level:
            expected = [read_naively(8 * tile.level, 256 * tile.index + place) for place in range(tile.width)]
            assert hashes == b"".join(expected)
    assert len(large.stored) == len(list(tiles.tiles_at(LARGE)))


def test_the_root_at_every_size_comes_out_of_the_tiles_of_that_size() -> None:
    stored = StoredTiles()
    for size in range(SIZES + 1):
        stored.grow_to(size)
        assert tiles.tree_root(size, stored.read) == naive_root(0, size)
        assert tiles.frontier(size, stored.read).root() == naive_root(0, size)


def test_roots_and_proofs_of_earlier_sizes_come_out_of_wider_tiles(small: StoredTiles) -> None:
    subtree = Subtrees(small.read)
    for size in range(1, SIZES + 1):
        assert merkle.range_hash(0, size, subtree) == naive_root(0, size)
        for index in {0, size // 3, size // 2, size - 1}:
            assert merkle.inclusion_proof(index, size, subtree) == naive_path(index, 0, size)
            assert merkle.consistency_proof(index + 1, size, subtree) == naive_consistency(index + 1, 0, size)


@given(st.data())
def test_proofs_over_several_levels_of_tiles(large: StoredTiles, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, LARGE))
    index = data.draw(st.integers(0, size - 1))
    root = tiles.tree_root(size, large.read)
    assert root == naive_root(0, size)
    proof = tiles.inclusion_proof(index, size, large.read)
    merkle.verify_inclusion(leaf(index), index, size, proof, root)
    old_root = tiles.tree_root(index + 1, large.read)
    merkle.verify_consistency(index + 1, size, tiles.consistency_proof(index + 1, size, large.read), old_root, root)


def test_a_proof_reads_few_tiles_and_many_proofs_read_each_once(large: StoredTiles) -> None:
    large.reads = 0
    tiles.inclusion_proof(12_345, LARGE, large.read)
    assert large.reads <= 6
    subtree = Subtrees(large.read)
    large.reads = 0
    for index in range(LARGE - 1000, LARGE):
        merkle.inclusion_proof(index, LARGE, subtree)
    assert large.reads <= 8


def test_no_more_tiles_are_kept_than_asked_for(large: StoredTiles) -> None:
    subtree = Subtrees(large.read, keep=2)
    for index in range(0, 256 * 100, 256):
        assert subtree(0, index) == leaf(index)
    large.reads = 0
    assert subtree(0, 0) == leaf(0)
    assert large.reads == 1


def test_growing_reads_only_the_right_edge_and_yields_as_it_goes(large: StoredTiles) -> None:
    taken = 0

    def leaves() -> Iterator[bytes]:
        nonlocal taken
        for number in range(LARGE, LARGE + 10_000):
            taken += 1
            yield leaf(number)

    large.reads = 0
    written = tiles.grow(LARGE, leaves(), large.read)
    first, _ = next(written)
    assert first == Tile(0, 273, 256)
    assert taken == 256 - 112
    assert large.reads == 3


def test_a_frontier_out_of_tiles_goes_on(small: StoredTiles) -> None:
    frontier = tiles.frontier(300, small.read)
    frontier.extend(map(leaf, range(300, SIZES)))
    assert frontier.root() == naive_root(0, SIZES)


def test_a_tile_that_is_missing_or_too_narrow_is_named(small: StoredTiles) -> None:
    def without(level: int, index: int) -> bytes:
        return b"" if (level, index) == (0, 1) else small.read(level, index)

    def narrow(level: int, index: int) -> bytes:
        return small.read(level, index)[:-32] if (level, index) == (0, 2) else small.read(level, index)

    with pytest.raises(TileError, match="tile/0/001 holds 0 hashes, 46 are needed"):
        tiles.inclusion_proof(300, SIZES, without)
    with pytest.raises(TileError, match="tile/0/002 holds 87 hashes, 88 are needed"):
        tiles.tree_root(SIZES, narrow)
    with pytest.raises(TileError, match="tile/0/002 holds 87 hashes, 88 are needed"):
        list(tiles.grow(SIZES, [leaf(SIZES)], narrow))


@pytest.mark.parametrize("torn", [b"x" * 31, b"x" * 33, b"x" * 32 * 257])
def test_a_torn_tile_is_named(torn: bytes) -> None:
    with pytest.raises(TileError, match="tile/0/000 is torn"):
        tiles.tree_root(3, lambda level, index: torn)
    with pytest.raises(TileError, match="tile/0/000 is torn"):
        list(tiles.grow(3, [], lambda level, index: torn))


def test_a_leaf_hash_of_the_wrong_length_never_gets_into_a_tile() -> None:
    with pytest.raises(ValueError, match="the hash of entry 1 has 31 bytes"):
        list(tiles.grow(0, [leaf(0), leaf(1)[:-1]], lambda level, index: b""))


def test_only_a_full_tile_has_a_hash() -> None:
    with pytest.raises(TileError, match="not full"):
        tiles.full_tile_hash(bytes(32 * 255))
