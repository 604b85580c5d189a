"""Verification finds whatever was changed behind the back of the services, and says where first."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Disclosure, Entry, Erasure, SealedEntry, Tile
from ledger.selectors.verification import Flaw
from ledger.selectors.verification.bodies import read_body
from ledger.services.verifying import verify
from people.models import Employee
from policies.models import Attestation, PolicyEvent, PolicyText
from tests.factories import NOW
from tests.policies.factories import make_attestation, make_event
from tests.support.facts import flaws, tampering
from tests.support.ledger import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(ledger_key: KeyFiles, ada: Employee, boris: Employee) -> KeyFiles:
    """A publication and six signatures under three heads; the log's own acts come first."""
    event = make_event(by=boris)
    services.record_fact("policy.published", event, now=NOW)
    services.seal(NOW)
    for number in range(6):
        attestation = make_attestation(ada, event.version, occasion=str(number))
        services.record_fact("policy.attested", attestation, now=NOW)
        if number % 3 == 2:
            services.seal(NOW)
    return ledger_key


def _found(**options: Any) -> dict[Flaw, str]:
    return flaws(verify(now=NOW, **options))


def _index(kind: str = "policy.attested", place: int = 3) -> int:
    """Where one of the entries of this kind lies."""
    return list(SealedEntry.objects.filter(entry__kind=kind).order_by("index"))[place].index


def test_a_log_that_nobody_touched_is_sound(log: KeyFiles) -> None:
    report = verify(now=NOW)
    assert flaws(report) == {}
    assert report.is_sound
    assert report.size == report.entries == Entry.objects.count()
    assert (report.facts, report.erased, report.pending, report.checkpoints) == (7, 0, 0, Checkpoint.objects.count())


def test_a_log_that_has_not_begun_has_nothing_to_say(ledger_key: KeyFiles) -> None:
    assert verify(now=NOW).is_sound


def test_verification_writes_nothing_and_takes_few_statements(
    log: KeyFiles, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    before = list(Entry.objects.values_list("pk", "body"))
    with django_assert_max_num_queries(80):
        verify(now=NOW)
    assert list(Entry.objects.values_list("pk", "body")) == before


def _edit(rows: Any, **change: Any) -> Callable[[int], None]:
    def edit(index: int) -> None:
        assert rows(index).update(**change) == 1

    return edit


def _entry(index: int) -> Any:
    return Entry.objects.filter(sealed__index=index)


def _disclosure(index: int) -> Any:
    return Disclosure.objects.filter(entry__sealed__index=index)


def _signature(index: int) -> Any:
    return Attestation.objects.filter(uuid__in=_entry(index).values("fact"))


def _flip_body(index: int) -> None:
    body = bytearray(_entry(index).get().body)
    body[20] ^= 1
    _entry(index).update(body=bytes(body))


def _swap(index: int) -> None:
    first, second = (SealedEntry.objects.get(index=place).entry_id for place in (index, index + 1))
    SealedEntry.objects.filter(index=index).update(entry=Entry.objects.order_by("pk")[0].pk + 10_000)
    SealedEntry.objects.filter(index=index + 1).update(entry=first)
    SealedEntry.objects.filter(index=index).update(entry=second)


def _other_statement(index: int) -> None:
    """A body that is written as entries are, about another policy."""
    body = bytes(_entry(index).get().body).replace(b"policy:social", b"policy:public")
    _entry(index).update(body=body)


def _delete(rows: Any) -> Callable[[int], None]:
    def delete(index: int) -> None:
        assert rows(index)._raw_delete("default") == 1

    return delete


def _place(index: int) -> Any:
    return SealedEntry.objects.filter(index=index)


def _erase_without_a_word(index: int) -> None:
    entry = _entry(index).get()
    Erasure.objects.create(entry=entry, table="policies.attestation", reason="Because.", at=NOW)
    _disclosure(index)._raw_delete("default")


def _only_claim_erasure(index: int) -> None:
    Erasure.objects.create(entry=_entry(index).get(), table="policies.attestation", reason="Because.", at=NOW)


TAMPERINGS: dict[str, tuple[Callable[[int], None], Flaw]] = {
    "flip a bit of a body": (_flip_body, Flaw.LEAF),
    "write another body": (_other_statement, Flaw.LEAF),
    "change the kind of an entry": (_edit(_entry, kind="policy.approved"), Flaw.COLUMNS),
    "change what an entry is about": (_edit(_entry, fact="00000000-0000-4000-8000-000000000000"), Flaw.COLUMNS),
    "date an entry back": (_edit(_entry, recorded_at=NOW - timedelta(days=9)), Flaw.COLUMNS),
    "swap two entries": (_swap, Flaw.LEAF),
    "delete an entry": (_delete(_entry), Flaw.GAP),
    "delete a place": (_delete(_place), Flaw.GAP),
    "change a detail": (_edit(_disclosure, detail=b"{}"), Flaw.COMMITMENT),
    "change a salt": (_edit(_disclosure, detail_salt=b"1" * 32), Flaw.COMMITMENT),
    "change a person": (_edit(_disclosure, person="somebody"), Flaw.COMMITMENT),
    "remove a person": (_edit(_disclosure, person="", person_salt=None), Flaw.COMMITMENT),
    "remove a disclosure": (_delete(_disclosure), Flaw.UNDISCLOSED),
    "erase without a word": (_erase_without_a_word, Flaw.NO_ENTRY),
    "claim an erasure": (_only_claim_erasure, Flaw.NOT_ERASED),
    "change a row": (_edit(_signature, typed_name="Somebody else"), Flaw.FACT),
    "date a row back": (_edit(_signature, signed_at=NOW - timedelta(days=9)), Flaw.FACT),
    "delete a row": (_delete(_signature), Flaw.NO_FACT),
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_change_behind_the_back_of_the_services_is_found_with_its_place(what: str, log: KeyFiles) -> None:
    change, flaw = TAMPERINGS[what]
    index = _index()
    row = _signature(index).get()
    with tampering():
        change(index)
        found = _found()
    assert flaw in found
    assert found[flaw] in {f"index {index}", f"policies.attestation {row.uuid}"} or flaw is Flaw.NO_ENTRY
    assert _found() == {}


def test_a_row_that_was_slipped_in_has_no_entry(log: KeyFiles, ada: Employee) -> None:
    forged = make_attestation(ada, Attestation.objects.all()[0].version, occasion="forged")
    assert _found() == {Flaw.NO_ENTRY: f"policies.attestation {forged.uuid}"}


def test_an_entry_that_was_slipped_in_has_no_row(log: KeyFiles) -> None:
    enter()
    services.seal(NOW)
    assert _found() == {Flaw.UNKNOWN_KIND: f"index {Entry.objects.count() - 1}"}


def test_a_text_that_was_edited_is_found_through_its_publication(log: KeyFiles) -> None:
    with tampering():
        PolicyText.objects.update(markdown="Anything goes.")
        report = verify(now=NOW)
    assert set(flaws(report)) == {Flaw.FACT}
    assert report.found[Flaw.FACT].detail == "texts"


def test_changed_hashes_of_the_tree_are_found(log: KeyFiles) -> None:
    tile = Tile.objects.get(level=0)
    hashes = bytearray(tile.hashes)
    hashes[32 * 4] ^= 1
    Tile.objects.update(hashes=bytes(hashes))
    assert _found() == {Flaw.LEAF: "index 4"}
    Tile.objects.update(hashes=bytes(tile.hashes)[:-32])
    assert _found() == {Flaw.LEAF: f"index {Entry.objects.count() - 1}"}
    Tile.objects.all().delete()
    assert _found() == {Flaw.LEAF: "index 0"}


def test_a_tile_that_does_not_belong_is_found(log: KeyFiles) -> None:
    Tile.objects.create(level=1, index=0, hashes=bytes(32))
    assert _found() == {Flaw.TILE: "level 1"}


def test_a_checkpoint_that_was_changed_is_found(log: KeyFiles) -> None:
    last = Checkpoint.objects.latest("id")
    name = f"checkpoint of {last.size} entries"
    with tampering():
        Checkpoint.objects.filter(pk=last.pk).update(root=bytes(32))
        assert _found() == {Flaw.SIGNATURE: name, Flaw.ROOT: name}
        note = last.note.replace(last.note.split("\n")[2], b64encode(bytes(32)).decode())
        Checkpoint.objects.filter(pk=last.pk).update(root=last.root, note=note)
        assert set(_found()) >= {Flaw.SIGNATURE}


def test_a_size_that_is_out_of_all_reason_does_not_keep_it_busy_for_ever(log: KeyFiles) -> None:
    last = SealedEntry.objects.latest("index")
    with tampering():
        SealedEntry.objects.filter(index=last.index).update(index=2**62)
        report = verify(now=NOW)
    assert report.found[Flaw.GAP].first == f"index {last.index + 1}"
    assert report.found[Flaw.GAP].count > 2**61


def test_an_older_database_is_reported_against_the_copy_beside_the_key(log: KeyFiles) -> None:
    last = Checkpoint.objects.latest("id")
    with tampering():
        Checkpoint.objects.filter(pk=last.pk).delete()
        gone = SealedEntry.objects.filter(index__gte=Checkpoint.objects.latest("id").size)
        entries = [row.entry_id for row in gone]
        gone._raw_delete("default")
        Attestation.objects.filter(uuid__in=Entry.objects.filter(pk__in=entries).values("fact")).delete()
        Disclosure.objects.filter(entry__in=entries).delete()
        Entry.objects.filter(pk__in=entries).delete()
        services.rebuild_tiles()
        report = verify(now=NOW)
    assert flaws(report) == {Flaw.BEHIND: f"the copy beside the key, {last.size} entries"}
    assert "older backup" in str(report.findings[0])


def test_a_checkpoint_from_outside_shows_a_log_that_was_written_anew(log: KeyFiles, ada: Employee) -> None:
    kept = Checkpoint.objects.order_by("id")[1]
    assert _found(outside={"auditor.txt": kept.note.encode()}) == {}
    foreign = kept.note.replace("—", "-")
    assert _found(outside={"auditor.txt": foreign.encode()}) == {Flaw.WITNESS: "auditor.txt"}


def test_a_log_that_was_signed_anew_with_another_key_is_found(log: KeyFiles, tmp_path: Any) -> None:
    kept = Checkpoint.objects.latest("id").note.encode()
    with tampering():
        for model in (SealedEntry, Checkpoint):
            model.objects.all()._raw_delete("default")
        found = _found(outside={"auditor.txt": kept})
    assert found[Flaw.BEHIND].startswith(("auditor.txt", "the copy"))


def test_an_entry_that_waits_for_too_long_is_reported(log: KeyFiles, ada: Employee) -> None:
    attestation = make_attestation(ada, Attestation.objects.all()[0].version, occasion="waiting")
    entry = services.record_fact("policy.attested", attestation, now=NOW)
    assert _found() == {}
    report = verify(now=NOW + timedelta(seconds=61))
    assert flaws(report) == {Flaw.PENDING: f"entry {entry.uuid}"}
    assert report.pending == 1


GOOD = (
    b'{"at":"2026-11-24T15:00:00.000000Z","detail":"' + b"a" * 64 + b'","fact":null,"kind":"k","object":"o",'
    b'"person":null,"recorded_at":"2026-11-24T15:00:00.000000Z","v":1,"version":""}'
)


def test_a_body_is_read_the_short_way_and_the_long_way_alike() -> None:
    assert read_body(GOOD).object == "o"
    assert read_body(GOOD.replace(b'"o"', '"\\"é"'.encode())).object == '"é'


@pytest.mark.parametrize(
    "change",
    [
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v": 1'),
        (b'"kind":"k",', b""),
        (b'"kind":"k"', b'"kind":null'),
        (b'"kind":"k"', b'"kind":"k","late":false'),
        (b'"kind":"k"', b'"kind":"k","more":1'),
        (b"a" * 64, b"A" * 64),
        (b"15:00:00.000000Z", b"15:00:00Z"),
        (b'"version":""}', b'"version":""} '),
        (b'"object":"o"', b'"object":"\xff"'),
    ],
)
def test_a_body_that_is_not_written_as_entries_are_is_refused(change: tuple[bytes, bytes]) -> None:
    assert change[0] in GOOD
    with pytest.raises(ValueError, match=r"."):
        read_body(GOOD.replace(*change, 1))


def test_a_row_that_claims_what_no_fact_says_is_named(log: KeyFiles) -> None:
    version = make_event(slug="never-published").version
    with tampering():
        PolicyEvent.objects.filter(version=version).update(act="submitted")
        found = _found()
    assert found[Flaw.UNFOUNDED] == f"policies.policyversion {version.uuid}"
