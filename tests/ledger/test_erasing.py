"""Erasure removes what says whom a record is about, keeps everything else provable, and is itself on record."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from ledger import services
from ledger.keyfiles import KeyFiles
from ledger.models import Disclosure, Entry, Erasure
from ledger.selectors import corrections_of
from ledger.selectors.own_facts import CORRECTED, ERASED
from ledger.selectors.verification import Flaw
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation
from tests.factories import NOW
from tests.policies.factories import make_attestation, make_event
from tests.support.facts import flaws, is_entered, tampering
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


@pytest.fixture
def signed(ledger_key: KeyFiles, ada: Employee) -> Attestation:
    event = make_event()
    services.record_fact("policy.published", event, now=NOW)
    attestation = make_attestation(ada, event.version, questions=["q-1"], score=90)
    services.record_fact(ATTESTED, attestation, now=NOW)
    services.seal(NOW)
    return attestation


def erase(signed: Attestation, reason: str = "The time for keeping it is over.") -> Erasure:
    return services.erase(ATTESTED, signed, reason=reason, by=uuid4(), now=LATER)


def found(now: Any = LATER) -> dict[Flaw, str]:
    return flaws(services.verify(now=now))


def test_what_is_personal_is_gone_and_the_leaf_and_the_rest_stay(signed: Attestation) -> None:
    entry = Entry.objects.get(kind=ATTESTED)
    before = bytes(entry.body)
    erase(signed)
    signed.refresh_from_db()
    gone = (signed.employee_number, signed.employee_name, signed.typed_name, signed.network_address)
    assert gone == ("", "", "", None)
    assert (len(signed.text_sha256), signed.score, signed.signed_at) == (64, 90, NOW)
    assert not Disclosure.objects.filter(entry=entry).exists()
    entry.refresh_from_db()
    assert bytes(entry.body) == before


def test_verification_stays_sound_and_says_how_many_are_erased(signed: Attestation) -> None:
    erase(signed)
    services.seal(LATER)
    report = services.verify(now=LATER)
    assert report.findings == []
    assert report.erased == 1


def test_the_erasure_has_an_entry_of_its_own_with_reason_and_person(signed: Attestation) -> None:
    erasure = erase(signed)
    assert is_entered(ERASED)
    detail = bytes(Disclosure.objects.get(entry__kind=ERASED).detail).decode()
    assert "The time for keeping it is over." in detail
    assert str(erasure.by) in detail
    assert "keeping" not in bytes(Entry.objects.get(kind=ERASED).body).decode()


def test_what_the_erasure_left_of_a_row_stays_protected(signed: Attestation) -> None:
    erase(signed)
    services.seal(LATER)
    with tampering():
        Attestation.objects.update(score=1)
        assert found() == {Flaw.FACT: f"policies.attestation {signed.uuid}"}
    with tampering():
        Attestation.objects.update(typed_name="Somebody")
        assert set(found()) == {Flaw.FACT, Flaw.NOT_ERASED}
    with tampering():
        Erasure.objects.update(reason="Another.")
        assert set(found()) == {Flaw.FACT}


def test_erasing_again_changes_nothing(signed: Attestation) -> None:
    assert erase(signed) == erase(signed, "Another reason.")
    assert Entry.objects.filter(kind=ERASED).count() == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_erased(signed: Attestation, reason: str) -> None:
    with pytest.raises(DomainError, match="Say why"):
        erase(signed, reason)
    assert Disclosure.objects.filter(entry__kind=ATTESTED).exists()


def test_a_row_without_entry_cannot_be_erased(signed: Attestation, ada: Employee) -> None:
    other = make_attestation(ada, signed.version, occasion="other")
    with pytest.raises(DomainError, match="no entry"):
        erase(other)


def test_what_an_erasure_would_reach_is_told_beforehand(signed: Attestation, ada: Employee, boris: Employee) -> None:
    (one,) = services.erasable(str(ada.uuid))
    assert (one.kind, one.row) == (ATTESTED, signed)
    assert one.columns == ("employee_number", "employee_name", "typed_name", "network_address")
    assert list(services.erasable(str(boris.uuid))) == []
    erase(signed)
    assert list(services.erasable(str(ada.uuid))) == []


REFUSED: dict[str, dict[str, Any]] = {
    "something that is not personal": {"score": 1},
    "something personal to another value": {"typed_name": "Somebody"},
    "both": {"typed_name": "", "score": 1},
}


@pytest.mark.parametrize("what", REFUSED)
def test_even_with_an_erasure_the_database_refuses_to_change(what: str, signed: Attestation) -> None:
    erase(signed)
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Attestation.objects.update(**REFUSED[what])


def test_without_an_erasure_the_database_refuses_to_empty(signed: Attestation) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Attestation.objects.update(typed_name="")
    with pytest.raises(IntegrityError, match="erasure"), transaction.atomic():
        Disclosure.objects.filter(entry__kind=ATTESTED)._raw_delete("default")


def test_a_correction_names_the_entry_and_leaves_it(signed: Attestation) -> None:
    entry = Entry.objects.get(kind=ATTESTED)
    correction = services.correct(
        entry, reason="It was another person.", detail={"typed_name": "Ada"}, by=None, now=LATER
    )
    assert entry.fact is not None
    assert corrections_of([entry.fact]) == {entry.fact: [correction]}
    assert is_entered(CORRECTED)
    services.seal(LATER)
    assert found() == {}
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        type(correction).objects.update(reason="Another.")
    services.erase(CORRECTED, correction, reason="It names somebody.", by=None, now=LATER)
    services.seal(LATER)
    correction.refresh_from_db()
    assert (correction.reason, correction.detail) == ("", None)
    assert found() == {}


def test_a_correction_needs_a_reason_and_a_fact(signed: Attestation) -> None:
    with pytest.raises(DomainError, match="Say what is wrong"):
        services.correct(Entry.objects.get(kind=ATTESTED), reason=" ", by=None, now=LATER)
    act = Entry.objects.filter(fact=None).first()
    assert act is not None
    with pytest.raises(DomainError, match="ledger itself"):
        services.correct(act, reason="Why.", by=None, now=LATER)
