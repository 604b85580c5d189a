"""The hostile probes of transparency-dev/merkle: each published proof, altered in every way they thought of."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from ledger.merkle import EMPTY_ROOT, ProofError, leaf_hash, verify_consistency, verify_inclusion
from tests.ledger.published import vectors

TREES = vectors("trees")
LEAF_HASHES = [leaf_hash(bytes.fromhex(data)) for data in TREES["leaves"]]
ROOTS = [bytes.fromhex(root) for root in TREES["roots"]]
SOME_HASH = bytes.fromhex(TREES["some_hash"])


class Inclusion(NamedTuple):
    leaf: bytes
    number: int
    size: int
    proof: list[bytes]
    root: bytes


class Consistency(NamedTuple):
    old: int
    new: int
    proof: list[bytes]
    old_root: bytes
    new_root: bytes


def published_inclusion(vector: Any) -> Inclusion:
    index, size = vector["leaf"] - 1, vector["size"]
    return Inclusion(LEAF_HASHES[index], index, size, [bytes.fromhex(h) for h in vector["proof"]], ROOTS[size - 1])


def published_consistency(vector: Any) -> Consistency:
    old, new = vector["old"], vector["new"]
    return Consistency(old, new, [bytes.fromhex(h) for h in vector["proof"]], ROOTS[old - 1], ROOTS[new - 1])


def altered_proofs(proof: list[bytes], bit: int, *added: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """What both kinds of probes do to the hashes themselves."""
    yield "trailing garbage", [*proof, b""]
    yield "preceding garbage", [b"", *proof]
    for number, value in enumerate(added):
        yield f"trailing root{number + 1}", [*proof, value]
        yield f"preceding root{number + 1}", [value, *proof]
    for place, value in enumerate(proof):
        yield f"modified proof[{place}]", [*proof[:place], bytes([value[0] ^ bit]) + value[1:], *proof[place + 1 :]]
    if proof:
        yield "removed component", proof[:-1]
        yield "removed first component", proof[1:]


def inclusion_probes(good: Inclusion) -> Iterator[tuple[str, Inclusion]]:
    yield "index - 1", good._replace(number=good.number - 1)
    yield "index + 1", good._replace(number=good.number + 1)
    yield "index ^ 2", good._replace(number=good.number ^ 2)
    yield "size * 2", good._replace(size=good.size * 2)
    yield "size / 2", good._replace(size=good.size // 2)
    yield "wrong leaf", good._replace(leaf=b"WrongLeaf")
    yield "wrong leaf of the right length", good._replace(leaf=SOME_HASH)
    yield "no leaf", good._replace(leaf=b"")
    yield "empty root", good._replace(root=EMPTY_ROOT)
    yield "random root", good._replace(root=SOME_HASH)
    yield "no root", good._replace(root=b"")
    for name, proof in altered_proofs(good.proof, 8, good.root):
        yield name, good._replace(proof=proof)
    if len(good.proof) > 1:
        yield "inserted component", good._replace(proof=[good.proof[0], SOME_HASH, *good.proof[1:]])
        yield "swapped components", good._replace(proof=[good.proof[1], good.proof[0], *good.proof[2:]])


def consistency_probes(good: Consistency) -> Iterator[tuple[str, Consistency]]:
    yield "old size - 1", good._replace(old=good.old - 1)
    yield "old size + 1", good._replace(old=good.old + 1)
    yield "old size ^ 2", good._replace(old=good.old ^ 2)
    yield "new size * 2", good._replace(new=good.new * 2)
    yield "new size / 2", good._replace(new=good.new // 2)
    yield "wrong old root", good._replace(old_root=b"WrongRoot")
    yield "wrong new root", good._replace(new_root=b"WrongRoot")
    yield "old root of the right length", good._replace(old_root=SOME_HASH)
    yield "new root of the right length", good._replace(new_root=SOME_HASH)
    yield "swapped roots", good._replace(old_root=good.new_root, new_root=good.old_root)
    yield "empty proof", good._replace(proof=[])
    yield "preceding proof[0]", good._replace(proof=[good.proof[0], *good.proof])
    for name, proof in altered_proofs(good.proof, 16, good.old_root, good.new_root):
        yield name, good._replace(proof=proof)


@pytest.mark.parametrize(
    "probe",
    [
        pytest.param(probe, id=f"{good.number}-of-{good.size}: {name}")
        for good in map(published_inclusion, TREES["inclusion"])
        for name, probe in inclusion_probes(good)
    ],
)
def test_an_altered_inclusion_proof_is_refused(probe: Inclusion) -> None:
    with pytest.raises(ProofError):
        verify_inclusion(*probe)


@pytest.mark.parametrize(
    "probe",
    [
        pytest.param(probe, id=f"{good.old}-to-{good.new}: {name}")
        for good in map(published_consistency, TREES["consistency"])
        if good.proof  # published likewise: what does not grow has nothing to alter
        for name, probe in consistency_probes(good)
    ],
)
def test_an_altered_consistency_proof_is_refused(probe: Consistency) -> None:
    with pytest.raises(ProofError):
        verify_consistency(*probe)


@pytest.mark.parametrize(
    "probe",
    [
        Consistency(0, 0, [], SOME_HASH, ROOTS[0]),
        Consistency(1, 1, [], SOME_HASH, ROOTS[0]),
        Consistency(1, 0, [], SOME_HASH, ROOTS[0]),
        Consistency(2, 1, [], SOME_HASH, ROOTS[0]),
        Consistency(1, 2, [], SOME_HASH, ROOTS[0]),
        Consistency(0, 0, [], EMPTY_ROOT, ROOTS[0]),
        Consistency(1, 1, [], EMPTY_ROOT, ROOTS[0]),
        Consistency(0, 0, [EMPTY_ROOT], EMPTY_ROOT, EMPTY_ROOT),
        Consistency(0, 1, [EMPTY_ROOT], EMPTY_ROOT, EMPTY_ROOT),
        Consistency(1, 1, [EMPTY_ROOT], EMPTY_ROOT, EMPTY_ROOT),
        # Accepted there, refused here: that nothing is a beginning of everything needs no proof and shows none.
        Consistency(0, 0, [], SOME_HASH, SOME_HASH),
        Consistency(0, 1, [], SOME_HASH, ROOTS[0]),
    ],
)
def test_sizes_that_cannot_be_are_refused(probe: Consistency) -> None:
    with pytest.raises(ProofError):
        verify_consistency(*probe)


def test_equal_trees_need_no_proof() -> None:
    verify_consistency(1, 1, [], ROOTS[0], ROOTS[0])
