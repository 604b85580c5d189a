"""docs/ledger.md says what the code does: its example is right, and it names every kind that is entered."""

import re

from django.conf import settings

from ledger import checkpoints, merkle
from ledger.canonical import canonical_bytes, parse_canonical
from ledger.facts import registered
from ledger.notes import Signer, Verifier
from ledger.services import acts
from ledger.services.recording import commitment

TEXT: str = (settings.BASE_DIR / "docs" / "ledger.md").read_text(encoding="utf-8")
EXAMPLE, NOTE = map(str, re.findall(r"^```\n(.*?)^```$", TEXT.partition("## An example")[2], re.MULTILINE | re.DOTALL))


def said(name: str) -> str:
    return next(line for line in EXAMPLE.splitlines() if line.startswith(name)).removeprefix(name).strip()


def test_the_example_is_right() -> None:
    leaves = [said("leaf 0").encode(), said("leaf 1").encode()]
    for leaf in leaves:
        assert canonical_bytes(parse_canonical(leaf)) == leaf
    entry = parse_canonical(leaves[1])
    assert entry["detail"] == commitment(bytes(range(32)), said("detail").encode())
    assert entry["person"] == commitment(bytes(range(32, 64)), said("person").encode())
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    assert [one.hex() for one in hashes] == [said("hash 0"), said("hash 1")]
    assert merkle.root(hashes).hex() == said("root")
    signer = Signer("example.org/attestations", bytes(range(32)))
    assert signer.verifier.vkey == said("vkey")
    opened = checkpoints.open_checkpoint(NOTE.encode(), [Verifier.from_vkey(said("vkey"))])
    assert (opened.size, opened.root.hex()) == (2, said("root"))


def test_every_kind_is_named() -> None:
    kinds = {kind.kind for kind in registered()}
    kinds |= {acts.BEGUN, acts.COVERED, acts.MOVED, acts.CONTINUED, acts.KEY_ROTATED}
    assert kinds <= set(re.findall(r"`([a-z]+\.[a-z_]+)`", TEXT))
