"""Signatures, papers and enquiries are inserted and never changed or removed, whoever tries."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from people.models import Employee
from policies.models import Attestation, Enquiry, EnquiryReply, PaperDecision, PaperSignature
from policies.services.enquiring import ask, reply
from policies.services.paper import decide_paper, record_paper
from tests.factories import NOW, TODAY
from tests.support.signing import publish_rows, sign

MODELS: tuple[type[Model], ...] = (Attestation, PaperSignature, PaperDecision, Enquiry, EnquiryReply)
EDITS: dict[type[Model], dict[str, Any]] = {
    Attestation: {"text_sha256": "0" * 64},
    PaperSignature: {"reason": "Another."},
    PaperDecision: {"is_approved": False},
    Enquiry: {"text": "Another."},
    EnquiryReply: {"text": "Another."},
}


@pytest.fixture
def rows(ada: Employee, boris: Employee, hana: Employee, cleo: Employee) -> None:
    version = publish_rows()
    sign(ada, version.policy)
    scan = ContentFile(b"%PDF-1.7", name="scan.pdf")
    paper = record_paper(boris, version, signed_on=TODAY, reason="Why not.", scan=scan, by=hana, now=NOW)
    decide_paper(paper, by=cleo, is_approved=True, now=NOW)
    enquiry = ask(version, employee=ada, kind=Enquiry.Kind.QUESTION, text="Why?", now=NOW)
    reply(enquiry, by=cleo, text="So.", is_answer=True, now=NOW)


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
@pytest.mark.parametrize("field", ["typed_name", "employee_name", "employee_number"])
def test_names_are_not_emptied_by_an_edit(field: str) -> None:
    refused(lambda: Attestation.objects.update(**{field: ""}))


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_table_is_emptied(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE"))
