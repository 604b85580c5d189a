"""Signatures, papers and enquiries are inserted and never changed or removed, whoever tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from ledger.services import erase
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation, Enquiry, EnquiryReply, PaperDecision, PaperSignature, WordsErased
from policies.services.enquiring import ask, reply
from policies.services.erasing import erase_words
from policies.services.paper import decide_paper, record_paper
from tests.factories import NOW, TODAY
from tests.policies.factories import make_policy_version
from tests.support.signing import sign

MODELS: tuple[type[Model], ...] = (Attestation, PaperSignature, PaperDecision, Enquiry, EnquiryReply, WordsErased)
EDITS: dict[type[Model], dict[str, Any]] = {
    Attestation: {"text_sha256": "0" * 64},
    PaperSignature: {"reason": "Another."},
    PaperDecision: {"is_approved": False},
    Enquiry: {"text": "Another."},
    EnquiryReply: {"text": "Another."},
    WordsErased: {"reason": "Another."},
}
EMPTIED: dict[type[Model], str] = {
    PaperSignature: "reason",
    PaperDecision: "comment",
    Enquiry: "text",
    EnquiryReply: "text",
}


@pytest.fixture
def rows(ada: Employee, boris: Employee, hana: Employee, cleo: Employee) -> None:
    version = make_policy_version()
    sign(ada, version.policy)
    scan = ContentFile(b"%PDF-1.7", name="scan.pdf")
    paper = record_paper(boris, version, signed_on=TODAY, reason="Why not.", scan=scan, by=hana, now=NOW)
    decide_paper(paper, by=cleo, is_approved=True, comment="Seen.", now=NOW)
    enquiry = ask(version, employee=ada, kind=Enquiry.Kind.QUESTION, text="Why?", now=NOW)
    reply(enquiry, by=cleo, text="So.", is_answer=True, now=NOW)
    asked_before = ask(version, employee=hana, kind=Enquiry.Kind.QUESTION, text="Why?", now=NOW)
    erase_words(asked_before.employee, reason="Asked for.", by=cleo, now=NOW)


def refused(act: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match="inserted, never changed or removed"), transaction.atomic():
        act()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_is_edited_or_deleted(model: type[Model]) -> None:
    objects = model._default_manager
    count = objects.count()
    assert count > 0
    refused(lambda: objects.update(**EDITS[model]))
    refused(lambda: objects.all()._raw_delete("default"))
    assert objects.count() == count
    assert not objects.filter(**EDITS[model]).exists()


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("model", EMPTIED, ids=lambda model: model.__name__)
def test_words_are_not_emptied_without_a_reason_that_is_kept(model: type[Model]) -> None:
    refused(lambda: model._default_manager.exclude(**{EMPTIED[model]: ""}).update(**{EMPTIED[model]: ""}))


@pytest.mark.usefixtures("rows")
def test_what_is_erased_takes_neither_new_words_nor_another_change(hana: Employee, cleo: Employee) -> None:
    erased = Enquiry.objects.filter(employee=hana)
    assert erased.get().text == ""
    refused(lambda: erased.update(text="Another."))
    refused(lambda: erased.update(text="", clause_key="other"))
    with pytest.raises(IntegrityError, match="has_reason"), transaction.atomic():
        WordsErased.objects.create(paper=PaperSignature.objects.get(), reason="", at=NOW)
    with pytest.raises(IntegrityError, match="of_one"), transaction.atomic():
        WordsErased.objects.create(reason="Asked for.", at=NOW)


@pytest.mark.usefixtures("rows")
def test_a_paper_that_counts_is_emptied_with_its_signature_alone(boris: Employee, cleo: Employee) -> None:
    erase_words(boris, reason="Asked for.", by=cleo, now=NOW)
    assert PaperSignature.objects.get().reason == "Why not."
    erase(ATTESTED, Attestation.objects.get(employee=boris), reason="Asked for.", by=cleo.uuid, now=NOW)
    assert (PaperSignature.objects.get().reason, PaperDecision.objects.get().comment) == ("", "")
    refused(lambda: PaperSignature.objects.update(reason="Another."))
    refused(lambda: PaperDecision.objects.update(comment="", is_approved=False))


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("field", ["typed_name", "employee_name", "employee_number"])
def test_names_are_not_emptied_by_an_edit(field: str) -> None:
    refused(lambda: Attestation.objects.update(**{field: ""}))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_table_is_emptied(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE"))
