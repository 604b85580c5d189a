"""The tree against the published vectors, against RFC 6962 written down plainly, and against altered proofs."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import merkle
from ledger.merkle import Frontier, ProofError
from tests.ledger.published import vectors
from tests.ledger.trees import leaf, naive_consistency, naive_path, naive_root, read_naively, subtrees_of

TREES = vectors("trees")
SIZES = 600
LEAF_HASHES = [merkle.leaf_hash(bytes.fromhex(data)) for data in TREES["leaves"]]
ROOTS = [bytes.fromhex(root) for root in TREES["roots"]]

sizes = st.integers(1, SIZES)


def test_the_published_constants() -> None:
    constants = {name: bytes.fromhex(value) for name, value in TREES["constants"].items()}
    assert constants["empty_root"] == merkle.EMPTY_ROOT == merkle.root([]) == merkle.range_hash(3, 3, read_naively)
    assert merkle.leaf_hash(b"") == constants["empty_leaf"]
    assert merkle.leaf_hash(b"L123456") == constants["leaf_L123456"]
    assert merkle.node_hash(b"N123", b"N456") == constants["node_N123_N456"]


def test_a_node_cannot_pass_for_a_leaf_and_sides_matter() -> None:
    left, right = merkle.leaf_hash(b"Hello"), merkle.leaf_hash(b"World")
    assert merkle.node_hash(left, right) != merkle.leaf_hash(left + right)
    assert merkle.node_hash(left, right) != merkle.node_hash(right, left)


def test_the_published_roots() -> None:
    assert [merkle.root(LEAF_HASHES[: size + 1]) for size in range(8)] == ROOTS


@pytest.mark.parametrize("vector", TREES["inclusion"], ids=lambda vector: f"{vector['leaf']}-of-{vector['size']}")
def test_the_published_inclusion_proofs(vector: Any) -> None:
    index, size = vector["leaf"] - 1, vector["size"]
    proof = [bytes.fromhex(value) for value in vector["proof"]]
    assert merkle.inclusion_proof(index, size, subtrees_of(LEAF_HASHES)) == proof
    merkle.verify_inclusion(LEAF_HASHES[index], index, size, proof, ROOTS[size - 1])


@pytest.mark.parametrize("vector", TREES["consistency"], ids=lambda vector: f"{vector['old']}-to-{vector['new']}")
def test_the_published_consistency_proofs(vector: Any) -> None:
    old, new = vector["old"], vector["new"]
    proof = [bytes.fromhex(value) for value in vector["proof"]]
    assert merkle.consistency_proof(old, new, subtrees_of(LEAF_HASHES)) == proof
    merkle.verify_consistency(old, new, proof, ROOTS[old - 1], ROOTS[new - 1])


def test_the_root_at_every_size_is_the_plain_one() -> None:
    frontier = Frontier()
    for size in range(SIZES + 1):
        assert frontier.root() == naive_root(0, size)
        assert merkle.range_hash(0, size, read_naively) == naive_root(0, size)
        assert frontier.hashes == [read_naively(*subtree) for subtree in merkle.subtrees(0, size)]
        frontier.add(leaf(size))


@given(sizes, st.integers(0, SIZES))
def test_a_frontier_goes_on_from_where_it_was_left(size: int, more: int) -> None:
    first = Frontier()
    first.extend(map(leaf, range(size)))
    second = Frontier(first.size, first.hashes)
    second.extend(map(leaf, range(size, size + more)))
    assert second.size == size + more
    assert second.root() == naive_root(0, size + more)
    assert first.root() == naive_root(0, size), "the first does not change with the second"


def test_a_frontier_of_the_wrong_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="a tree of 6 leaves has 2 complete subtrees, not 1"):
        Frontier(6, [b"x" * 32])


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 63, 64, 65, 127, 255, 256, 257, 300, 511, 512, 513, 599, 600])
def test_every_inclusion_proof_of_a_tree_is_the_plain_one(size: int) -> None:
    check_inclusion_proofs(size)


@pytest.mark.long
def test_every_inclusion_proof_of_every_tree_is_the_plain_one() -> None:
    for size in range(1, SIZES + 1):
        check_inclusion_proofs(size)


def check_inclusion_proofs(size: int) -> None:
    for index in range(size):
        proof = merkle.inclusion_proof(index, size, read_naively)
        assert proof == naive_path(index, 0, size)
        merkle.verify_inclusion(leaf(index), index, size, proof, naive_root(0, size))


@pytest.mark.parametrize("new", [1, 2, 3, 4, 5, 7, 8, 31, 32, 33, 100, 128, 129, 255, 256, 257, 511, 512, 513, 600])
def test_the_consistency_proofs_to_a_tree_from_all_before_it_are_the_plain_ones(new: int) -> None:
    check_consistency_proofs(new)


@pytest.mark.long
def test_the_consistency_proofs_between_all_trees_are_the_plain_ones() -> None:
    for new in range(1, SIZES + 1):
        check_consistency_proofs(new)


def check_consistency_proofs(new: int) -> None:
    for old in range(1, new + 1):
        proof = merkle.consistency_proof(old, new, read_naively)
        assert proof == naive_consistency(old, 0, new)
        merkle.verify_consistency(old, new, proof, naive_root(0, old), naive_root(0, new))


def test_a_proof_needs_few_reads() -> None:
    reads = 0

    def read(height: int, index: int) -> bytes:
        nonlocal reads
        reads += 1
        return bytes(32)

    size = 2**40 - 1
    merkle.inclusion_proof(2**39 + 12345, size, read)
    assert reads <= 2 * 40
    reads = 0
    merkle.consistency_proof(2**39 + 12345, size, read)
    assert reads <= 2 * 40


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 5), (5, 5), (6, 5)])
def test_no_inclusion_proof_is_made_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        merkle.inclusion_proof(index, size, read_naively)


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 5), (6, 5), (-1, 5)])
def test_no_consistency_proof_is_made_of_what_was_not_there(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="is a beginning of"):
        merkle.consistency_proof(old, new, read_naively)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 0), (2, 1), (1, 1), (-1, 1), (0, 2**63)])
def test_an_impossible_place_is_refused(index: int, size: int) -> None:
    with pytest.raises(ProofError, match="is not in a tree of"):
        merkle.verify_inclusion(ROOTS[0], index, size, [], ROOTS[0])


@given(st.data())
def test_nothing_but_the_very_entry_at_its_very_place_verifies(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    proof, root = naive_path(index, 0, size), naive_root(0, size)
    changed = one_bit_changed([leaf(index), root, *proof], data)
    with pytest.raises(ProofError, match="leads from entry"):
        merkle.verify_inclusion(changed[0], index, size, changed[2:], changed[1])
    other = data.draw(st.integers(0, size - 1).filter(lambda place: place != index)) if size > 1 else size
    with pytest.raises(ProofError):
        merkle.verify_inclusion(leaf(index), other, size, proof, root)


@given(st.data())
def test_nothing_but_the_very_beginning_of_a_tree_verifies(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, SIZES))
    old = data.draw(st.integers(1, new - 1))
    good = [naive_root(0, old), naive_root(0, new), *naive_consistency(old, 0, new)]
    merkle.verify_consistency(old, new, good[2:], good[0], good[1])
    changed = one_bit_changed(good, data)
    with pytest.raises(ProofError, match=r"the proof (belongs|leads) to"):
        merkle.verify_consistency(old, new, changed[2:], changed[0], changed[1])


def one_bit_changed(hashes: list[bytes], data: st.DataObject) -> list[bytes]:
    place = data.draw(st.integers(0, len(hashes) - 1))
    bit = data.draw(st.integers(0, 255))
    value = (int.from_bytes(hashes[place]) ^ (1 << bit)).to_bytes(32)
    return [*hashes[:place], value, *hashes[place + 1 :]]
