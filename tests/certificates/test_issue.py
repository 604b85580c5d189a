"""Issuing: with the completion, once, saying for ever what was true then."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from certificates import numbers, services
from certificates.models import Certificate, CertificateFile
from courses.models import Completion
from notices.models import Notice
from people.models import Employee
from tests.courses.learner import complete
from tests.factories import NOW, make_course
from toolkit.models import Job


@pytest.fixture
def completion(ada: Employee) -> Completion:
    return complete(make_course(title="Handwashing"), ada)


def test_a_completed_course_is_a_certificate_in_the_same_transaction(completion: Completion) -> None:
    certificate = Certificate.objects.get()
    assert certificate.completion == completion
    assert certificate.employee == completion.employee
    assert numbers.is_number(certificate.number)
    assert certificate.holder_name == "Ada Osei"
    assert certificate.course_title == "Handwashing"
    assert certificate.course_version == 1
    assert certificate.minutes == 9
    assert certificate.completed_on == completion.completed_on
    assert certificate.issued_at == NOW
    assert certificate.expires_on == completion.valid_until == date(2027, 11, 24)


def test_it_asks_for_the_file_and_the_mail(completion: Completion) -> None:
    certificate = Certificate.objects.get()
    job = Job.objects.get(kind="certificates.render")
    assert job.dedup_key == str(certificate.uuid)
    assert job.payload == {"certificate": str(certificate.uuid)}
    notice = Notice.objects.get(kind="certificates.issued")
    assert notice.recipient_uuid == completion.employee.uuid
    assert notice.address == "e-0001@example.org"
    assert Job.objects.get(kind="notices.send").payload["zone"] == "America/Chicago"


def test_issuing_again_finds_what_was_issued(completion: Completion) -> None:
    first = Certificate.objects.get()
    assert services.issue(completion, now=NOW + timedelta(days=1)) == first
    assert Certificate.objects.count() == 1
    assert Job.objects.filter(kind="certificates.render").count() == 1
    assert Notice.objects.filter(kind="certificates.issued").count() == 1


def test_a_later_name_and_title_do_not_reach_it(completion: Completion) -> None:
    Employee.objects.filter(pk=completion.employee_id).update(name="Ada Mensah")
    assert Certificate.objects.get().holder_name == "Ada Osei"


def test_somebody_without_an_address_gets_the_certificate_too(ada: Employee) -> None:
    Employee.objects.filter(pk=ada.pk).update(email="")
    ada.refresh_from_db()
    complete(make_course(), ada)
    assert Certificate.objects.count() == 1
    assert Notice.objects.get(kind="certificates.issued").address == ""


def test_nothing_is_left_of_a_certificate_whose_transaction_fails(completion: Completion) -> None:
    other = Employee.objects.create_user("E-9", "Nina Roy", joined_on=date(2020, 1, 1))
    version = make_course("other")
    with transaction.atomic():
        complete(version, other)
        assert Certificate.objects.count() == 2
        transaction.set_rollback(True)
    assert Certificate.objects.count() == 1
    assert Job.objects.filter(kind="certificates.render").count() == 1


@pytest.mark.parametrize("table", ["certificates_certificate", "certificates_certificatefile"])
@pytest.mark.parametrize("act", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_the_database_refuses_to_change_or_remove_one(completion: Completion, table: str, act: str) -> None:
    services.record_file(Certificate.objects.get(), name="x.pdf", sha256="0" * 64, size=1, now=NOW)
    with (
        pytest.raises(IntegrityError, match="certificates are never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(act.format(table=table))
    assert CertificateFile.objects.count() == 1


def test_a_file_is_recorded_once(completion: Completion) -> None:
    certificate = Certificate.objects.get()
    first = services.record_file(certificate, name="x.pdf", sha256="0" * 64, size=1, now=NOW)
    assert services.record_file(certificate, name="y.pdf", sha256="0" * 64, size=1, now=NOW) == first
    assert CertificateFile.objects.get().file.name == "x.pdf"
