"""What the ledger says of certificates is entered with them, and made again from the rows without a query."""

from datetime import timedelta
from typing import Any

import pytest

from certificates import services
from certificates.facts import ISSUED, RENDERED
from certificates.models import Certificate, CertificateFile
from ledger.facts import kind_of
from ledger.models import Entry
from people.models import Employee
from tests.courses.learner import complete
from tests.factories import NOW, TODAY, make_course, make_employee
from tests.support.facts import bytes_of, is_entered, statement_again


@pytest.fixture
def certificate(ada: Employee) -> Certificate:
    return complete(make_course(), ada).certificate


@pytest.fixture
def file(certificate: Certificate) -> CertificateFile:
    return services.record_file(certificate, name="a/b.pdf", sha256="ab" * 32, size=9, now=NOW)


def test_a_certificate_is_entered_and_its_entry_names_nobody(certificate: Certificate, ada: Employee) -> None:
    assert is_entered(ISSUED)
    body = bytes(Entry.objects.get(kind=ISSUED).body).decode()
    assert f'"object":"certificate:{certificate.uuid}"' in body
    for secret in (ada.name, ada.number, str(ada.uuid), certificate.number):
        assert secret not in body


def test_a_file_is_entered_once(certificate: Certificate, file: CertificateFile) -> None:
    assert services.record_file(certificate, name="a/b.pdf", sha256="ab" * 32, size=9, now=NOW) == file
    assert is_entered(RENDERED)
    assert statement_again(RENDERED).detail["sha256"] == "ab" * 32


OF_A_CERTIFICATE: dict[str, Any] = {
    "number": "0" * 17,
    "holder_name": "Somebody",
    "course_title": "Other",
    "course_version": 9,
    "minutes": 1,
    "completed_on": TODAY - timedelta(days=1),
    "issued_at": NOW - timedelta(days=1),
    "expires_on": None,
}


@pytest.mark.parametrize("column", [*OF_A_CERTIFICATE, "employee", "completion"])
def test_no_column_of_a_certificate_can_change_without_changing_the_statement(
    column: str, certificate: Certificate
) -> None:
    statement = kind_of(ISSUED).statement
    before = bytes_of(statement(certificate))
    other = make_employee()
    changes = OF_A_CERTIFICATE | {"employee": other, "completion": complete(make_course("other"), other)}
    setattr(certificate, column, changes[column])
    assert bytes_of(statement(certificate)) != before


@pytest.mark.parametrize("column", ["file", "sha256", "size", "rendered_at"])
def test_no_column_of_a_file_can_change_without_changing_the_statement(column: str, file: CertificateFile) -> None:
    statement = kind_of(RENDERED).statement
    before = bytes_of(statement(file))
    changes: dict[str, Any] = {"file": "c.pdf", "sha256": "0" * 64, "size": 1, "rendered_at": NOW - timedelta(days=1)}
    setattr(file, column, changes[column])
    assert bytes_of(statement(file)) != before


@pytest.mark.parametrize("model", [Certificate, CertificateFile])
def test_every_column_is_looked_at_here(model: type[Certificate] | type[CertificateFile]) -> None:
    plain = {field.name for field in model._meta.fields if not field.is_relation}
    looked_at = OF_A_CERTIFICATE.keys() if model is Certificate else {"file", "sha256", "size", "rendered_at"}
    assert plain - {"id", "uuid"} == set(looked_at)
