"""What the ledger says of policies and signatures is made again from the rows, without a query, and misses nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from ledger.facts import claims, kind_of
from ledger.models import Entry
from ledger.services import record_fact
from people.models import Employee
from policies.models import (
    Attachment,
    Attestation,
    ChangeMark,
    Clause,
    PaperDecision,
    PaperSignature,
    PolicyEvent,
    PolicyText,
    PolicyVersion,
)
from tests.factories import NOW, make_employee
from tests.policies.factories import make_attestation, make_event, make_paper_signature
from tests.support.facts import bytes_of, is_entered, set_triggers_aside, statement_again


@pytest.mark.parametrize("act", ["approved", "published", "withdrawn"])
def test_the_statement_of_an_event_is_made_again_from_its_row_alone(act: str, boris: Employee) -> None:
    event = make_event(act, by=boris)
    kind = kind_of(f"policy.{act}")
    again = statement_again(kind.kind)
    assert again == kind.statement(event)
    assert (again.object, again.version, again.person, again.at) == ("policy:social-media-use", "1", "", NOW)
    assert again.detail["by"] == str(boris.uuid)
    record_fact(kind.kind, event, now=NOW)
    assert is_entered(kind.kind)


def test_the_statement_of_a_signature_is_made_again_from_its_row_alone(ada: Employee) -> None:
    attestation = make_attestation(ada, make_event().version, questions=["q-1"], score=90)
    kind = kind_of("policy.attested")
    again = statement_again(kind.kind)
    assert again == kind.statement(attestation)
    assert again.person == str(ada.uuid)
    record_fact(kind.kind, attestation, now=NOW)
    assert is_entered(kind.kind)
    body = bytes(Entry.objects.get().body).decode()
    assert ada.name not in body
    assert ada.number not in body
    assert str(ada.uuid) not in body


def test_the_statement_of_a_signature_names_the_text_that_was_compared_in_its_language(ada: Employee) -> None:
    before, after, other = make_event().version, make_event().version, make_event(slug="other").version
    set_triggers_aside()
    PolicyText.objects.filter(version=other).update(version=before, language="es", sha256="4" * 64)
    shown = {"from_version": before, "difference_sha256": "3" * 64, "language": "es"}
    attestation = make_attestation(ada, after, **shown)
    again = statement_again("policy.attested")
    assert again == kind_of("policy.attested").statement(attestation)
    assert again.detail["from_text_sha256"] == "4" * 64
    record_fact("policy.attested", attestation, now=NOW)
    assert is_entered("policy.attested")


OF_A_SIGNATURE: dict[str, Any] = {
    "language": "es",
    "text_sha256": "1" * 64,
    "statement_sha256": "2" * 64,
    "difference_sha256": "3" * 64,
    "questions": [],
    "score": 91,
    "signed_at": NOW - timedelta(microseconds=1),
    "signed_on": NOW.date() - timedelta(days=1),
    "method": "site_confirmed",
    "employee_number": "E-9",
    "employee_name": "Somebody",
    "typed_name": "Some Body",
    "network_address": "192.0.2.1",
    "occasion": "another",
}


@pytest.mark.parametrize("column", OF_A_SIGNATURE)
def test_no_column_of_a_signature_can_change_without_changing_the_statement(column: str, ada: Employee) -> None:
    attestation = make_attestation(ada, make_event().version, questions=["q-1"], score=90)
    before = bytes_of(kind_of("policy.attested").statement(attestation))
    setattr(attestation, column, OF_A_SIGNATURE[column])
    assert bytes_of(kind_of("policy.attested").statement(attestation)) != before


@pytest.mark.parametrize("column", ["employee", "policy", "version", "text", "from_version", "recorded_by"])
def test_no_row_that_a_signature_names_can_be_another_without_changing_the_statement(
    column: str, ada: Employee
) -> None:
    attestation = make_attestation(ada, make_event().version, questions=["q-1"], score=90)
    before = bytes_of(kind_of("policy.attested").statement(attestation))
    other = make_event(slug="other").version
    another: Any = {"employee": make_employee(), "recorded_by": make_employee(), "policy": other.policy}
    setattr(attestation, column, another.get(column, other.texts.get() if column == "text" else other))
    assert bytes_of(kind_of("policy.attested").statement(attestation)) != before


OF_A_VERSION: dict[str, tuple[Any, dict[str, Any]]] = {
    "the Markdown": (PolicyText, {"markdown": "Other."}),
    "its digest": (PolicyText, {"sha256": "0" * 64}),
    "what people sign": (PolicyText, {"statement": "Other."}),
    "the title": (PolicyText, {"title": "Other"}),
    "the attachment": (Attachment, {"sha256": "0" * 64}),
    "the mark": (ChangeMark, {"kind": "editorial"}),
    "the first day": (PolicyVersion, {"effective_on": "2020-01-02"}),
    "the summary": (PolicyVersion, {"summary": ""}),
    "a clause's words": (Clause, {"body": "Other."}),
    "a clause's heading": (Clause, {"heading": "Other"}),
    "a clause's key": (Clause, {"key": "other"}),
    "where the attachment lies": (Attachment, {"file": "other.pdf"}),
    "its state": (PolicyVersion, {"state": "approved"}),
    "the number": (PolicyVersion, {"number": 7}),
    "the comment": (PolicyEvent, {"comment": ""}),
    "the moment": (PolicyEvent, {"at": NOW - timedelta(days=1)}),
}


@pytest.mark.parametrize("part", OF_A_VERSION)
def test_no_part_of_a_published_version_can_change_without_changing_the_statement(part: str, db: None) -> None:
    make_event()
    kind = kind_of("policy.published")
    before = bytes_of(kind.statement(kind.rows().get()))
    model, change = OF_A_VERSION[part]
    with transaction.atomic():
        set_triggers_aside()
        assert model.objects.update(**change) == 1
    assert bytes_of(kind.statement(kind.rows().get())) != before


OF_A_PAPER: dict[str, tuple[Any, dict[str, Any]]] = {
    "the scan": (PaperSignature, {"scan_sha256": "0" * 64}),
    "where the scan lies": (PaperSignature, {"scan": "other.pdf"}),
    "the reason": (PaperSignature, {"reason": "Other."}),
    "when it was entered": (PaperSignature, {"recorded_at": NOW - timedelta(days=1)}),
    "that it counts": (PaperDecision, {"is_approved": False}),
    "what the second person said": (PaperDecision, {"comment": "Other."}),
    "when the second person said so": (PaperDecision, {"at": NOW - timedelta(days=1)}),
}


@pytest.fixture
def on_paper(ada: Employee, hana: Employee, boris: Employee) -> PaperSignature:
    version = make_event().version
    paper = make_paper_signature(ada, version, by=hana)
    PaperDecision.objects.create(paper=paper, is_approved=True, by=boris, at=NOW)
    make_attestation(ada, version, method="paper", recorded_by=hana, paper=paper)
    return paper


@pytest.mark.parametrize("part", OF_A_PAPER)
def test_no_part_of_a_signature_on_paper_can_change_without_changing_the_statement(
    part: str, on_paper: PaperSignature
) -> None:
    before = bytes_of(statement_again("policy.attested"))
    model, change = OF_A_PAPER[part]
    with transaction.atomic():
        set_triggers_aside()
        assert model.objects.update(**change) == 1
    assert bytes_of(statement_again("policy.attested")) != before


@pytest.mark.parametrize("change", ["who approved", "who entered", "no decision"])
def test_the_people_behind_a_signature_on_paper_cannot_change_without_changing_the_statement(
    change: str, on_paper: PaperSignature
) -> None:
    before = bytes_of(statement_again("policy.attested"))
    with transaction.atomic():
        set_triggers_aside()
        if change == "who approved":
            PaperDecision.objects.update(by=make_employee())
        elif change == "who entered":
            PaperSignature.objects.update(recorded_by=make_employee())
        else:
            PaperDecision.objects.all().delete()
    assert bytes_of(statement_again("policy.attested")) != before


def test_a_version_that_is_published_by_no_act_is_found(db: None) -> None:
    event = make_event()
    (published,) = (claim for claim in claims() if claim.name == "published")
    assert not published.unfounded().exists()
    with transaction.atomic():
        set_triggers_aside()
        PolicyEvent.objects.update(act="approved")
    assert published.unfounded().get() == event.version


def test_every_column_of_a_signature_is_looked_at_here() -> None:
    plain = {field.name for field in Attestation._meta.fields if not field.is_relation}
    assert plain - {"id", "uuid"} == set(OF_A_SIGNATURE)
