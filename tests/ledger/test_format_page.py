"""docs/ledger.md says what the code does: its example is right, and it names every kind that is entered."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test import Client

from ledger import checkpoints, merkle
from ledger.canonical import canonical_bytes, parse_canonical
from ledger.facts import kind_of, registered
from ledger.keyfiles import KeyFiles
from ledger.notes import Signer, Verifier
from ledger.services import acts, seal
from ledger.services.recording import commitment
from policies.content import parse_text
from policies.redline import FORMAT, Place, difference, difference_bytes
from tests.factories import NOW

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


@pytest.mark.parametrize("kind", ["policy.attested", "course.completed", "certificate.issued"])
def test_every_key_of_a_detail_has_its_row(kind: str) -> None:
    table = re.search(rf"^`{kind}`:\n\n((?:\|.*\n)+)", TEXT, re.MULTILINE)
    assert table
    keys = [key for row in table[1].splitlines() for key in re.findall("`([a-z_0-9]+)`", row.split("|")[1])]
    assert sorted(keys) == sorted(kind_of(kind).statement(_whole(kind_of(kind).rows().model)).detail)


def _whole(model: Any) -> Any:
    """A row of the model with every row that it needs, in no database."""
    row = model()
    for field in model._meta.concrete_fields:
        if field.is_relation and not field.null:
            setattr(row, field.name, _whole(field.related_model))
        elif isinstance(field, models.DateTimeField):
            setattr(row, field.name, NOW)
    return row


def test_a_difference_is_described_key_by_key() -> None:
    told = TEXT.partition("### Differences")[2].partition("## The tree")[0]
    old, new = (parse_text(f"# A\n\n{word}.\n\n## B {{#b}}\n\n{word}.\n") for word in ("One", "Two"))
    place = Place(1, "aa")
    data = difference_bytes(difference(old, new), slug="a", language="en-US", before=place, after=place)
    named = set(re.findall(r'"([a-z_0-9]+)":', data.decode()))
    assert {"runs", "is_moved", "mark", "heading_before", "intro"} <= named
    assert named <= set(re.findall("`([a-z_0-9]+)`", told))
    assert f"`{FORMAT}`" in told


@pytest.mark.django_db
def test_every_field_of_the_list_of_keys_is_named(client: Client, keys: KeyFiles) -> None:
    seal(NOW)
    (key,) = client.get("/ledger/keys.json").json()["keys"]
    told = TEXT.partition("- `/ledger/keys.json`")[2].partition("\n- ")[0]
    assert set(key) <= set(re.findall("`([a-z_]+)`", told))


def test_every_kind_is_named() -> None:
    kinds = {kind.kind for kind in registered()}
    kinds |= {acts.BEGUN, acts.COVERED, acts.MOVED, acts.CONTINUED, acts.KEY_ROTATED}
    assert kinds <= set(re.findall(r"`([a-z]+\.[a-z_]+)`", TEXT))
