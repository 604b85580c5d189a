"""The newest checkpoint and the keys, for everybody and for tools."""

import pytest
from django.test import Client

from ledger import checkpoints, services
from ledger.keyfiles import KeyFiles
from ledger.notes import Verifier
from tests.factories import NOW
from tests.support.ledger import ORIGIN, enter

pytestmark = pytest.mark.django_db


def test_before_it_has_begun_they_say_so(client: Client, keys: KeyFiles) -> None:
    for address in ("/ledger/checkpoint", "/ledger/key"):
        response = client.get(address)
        assert response.status_code == 404
        assert "has not begun" in response.content.decode()


def test_the_checkpoint_opens_with_the_key_that_is_published(client: Client, keys: KeyFiles) -> None:
    enter()
    services.seal(NOW)
    note, key = client.get("/ledger/checkpoint"), client.get("/ledger/key")
    for response in (note, key):
        assert response.status_code == 200
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "public" in response["Cache-Control"]
    (vkey,) = key.content.decode().splitlines()
    assert checkpoints.open_checkpoint(note.content, [Verifier.from_vkey(vkey)], ORIGIN).size == 2
    assert note.content == keys.copy.read_bytes()


def test_every_key_is_listed_with_the_sizes_that_it_signed(client: Client, keys: KeyFiles) -> None:
    services.seal(NOW)
    old = keys.signer().verifier.vkey
    services.rotate_key(now=NOW)
    new = keys.signer().verifier.vkey
    assert client.get("/ledger/key").content.decode().splitlines() == [new, old]
    listed = client.get("/ledger/keys.json").json()["keys"]
    assert [(key["vkey"], key["from_size"], key["to_size"]) for key in listed] == [(new, 2, 2), (old, 1, 2)]
    assert {key["origin"] for key in listed} == {ORIGIN}


@pytest.mark.parametrize("address", ["/ledger/checkpoint", "/ledger/key", "/ledger/keys.json"])
def test_nothing_is_posted_there(client: Client, address: str, keys: KeyFiles) -> None:
    assert client.post(address).status_code == 405
