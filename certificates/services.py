"""Every write of this app: issuing a certificate, and recording a file that was rendered of it."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from certificates import facts
from certificates.models import Certificate, CertificateFile
from certificates.numbers import new_number
from courses.models import Completion
from ledger.services import record_fact
from notices.services import queue_notice, send_now
from people.models import Employee
from people.selectors import time_zone_of
from toolkit.jobs.queue import enqueue

RENDER = "certificates.render"
ISSUED = "certificates.issued"


@transaction.atomic
def issue(completion: Completion, *, now: datetime) -> Certificate:
    """The certificate of this completion: inserted with its render job and its mail, or the one that exists.

    Runs in the completing transaction, so that no completion is ever without its certificate. Everything that the
    certificate says is copied here: later changes of name or title do not reach it.
    """
    version, employee = completion.version, completion.employee
    certificate, is_new = Certificate.objects.get_or_create(
        completion=completion,
        defaults={
            "number": new_number(),
            "employee": employee,
            "holder_name": employee.name,
            "course_title": version.title,
            "course_version": version.number,
            "minutes": version.minutes,
            "completed_on": completion.completed_on,
            "issued_at": now,
            "expires_on": completion.valid_until,
        },
    )
    if is_new:
        record_fact(facts.ISSUED, certificate, now=now)
        payload = {"certificate": str(certificate.uuid)}
        enqueue(RENDER, dedup_key=str(certificate.uuid), payload=payload, now=now)
        _queue_mail(certificate, payload, now=now)
    return certificate


def _queue_mail(certificate: Certificate, payload: dict[str, str], *, now: datetime) -> None:
    employee = certificate.employee
    queue_notice(
        kind=ISSUED,
        address=employee.email,
        recipient_uuid=employee.uuid,
        recipient_name=employee.name,
        reason=_("You completed the course “%(course)s”.") % {"course": certificate.course_title},
        payload=payload,
        dedup_key=_mail_key(certificate),
        now=now,
        zone=time_zone_of(employee).key,
    )


@transaction.atomic
def record_file(certificate: Certificate, *, name: str, sha256: str, size: int, now: datetime) -> CertificateFile:
    """Note that this stored file is a rendering of the certificate; the same bytes once. Its mail can go now."""
    file, is_new = CertificateFile.objects.get_or_create(
        certificate=certificate,
        sha256=sha256,
        defaults={"file": name, "size": size, "rendered_at": now},
    )
    if is_new:
        record_fact(facts.RENDERED, file, now=now)
        send_now(_mail_key(certificate), now=now)
    return file


def erased_files(holder: Employee) -> list[str]:
    """Files that are still there though their certificate is erased: what could not be removed the first time."""
    files = CertificateFile.objects.filter(certificate__employee=holder, certificate__holder_name="")
    return [name for name in files.values_list("file", flat=True) if default_storage.exists(name)]


def _mail_key(certificate: Certificate) -> str:
    return f"{ISSUED}:{certificate.uuid}"
