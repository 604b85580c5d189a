"""Reads: somebody's certificates, the file of one, and what stands on its sheet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch

from certificates.facts import ISSUED
from certificates.models import Certificate, CertificateFile
from certificates.rendering import Sheet
from ledger.selectors import entry_of, receipt_to_keep
from people.models import Employee
from people.selectors import time_zone_of

# A certificate is made within seconds. After this long the page stops promising that.
SLOW = timedelta(minutes=2)


@dataclass(frozen=True)
class OwnCertificate:
    """A row of the owner's list: the certificate, and its newest file once there is one."""

    certificate: Certificate
    file: CertificateFile | None
    is_slow: bool
    has_expired: bool


def own_certificates(employee: Employee, *, now: datetime, today: date) -> list[OwnCertificate]:
    """All certificates of the employee, newest first. `today` is the employee's own day."""
    rows = Certificate.objects.filter(employee=employee).order_by("-issued_at", "-pk")
    files = Prefetch("files", queryset=CertificateFile.objects.order_by("-rendered_at", "-pk"))
    return [
        OwnCertificate(
            certificate=row,
            file=next(iter(row.files.all()), None),
            is_slow=now - row.issued_at > SLOW,
            has_expired=row.has_expired(today),
        )
        for row in rows.prefetch_related(files)
    ]


def newest_file(certificate: Certificate) -> CertificateFile | None:
    return certificate.files.order_by("-rendered_at", "-pk").first()


def receipt_of(certificate: Certificate) -> bytes | None:
    """The tlog-proof that the certificate's entry is in the log, with all it needs; None while it is not sealed."""
    entry = entry_of(ISSUED, certificate.uuid)
    return None if entry is None else receipt_to_keep(entry)


def certificate_by_number(number: str) -> Certificate | None:
    """The certificate with this number as it is stored, for the public page."""
    return Certificate.objects.filter(number=number).first()


def sheet_of(certificate: Certificate) -> Sheet:
    """What is printed: the certificate's own fields, and from the settings who issues and signs."""
    return Sheet(
        number=certificate.number,
        shown_number=certificate.shown_number,
        holder_name=certificate.holder_name,
        course_title=certificate.course_title,
        course_version=certificate.course_version,
        minutes=certificate.minutes,
        completed_on=certificate.completed_on,
        # By the holder's calendar, as the day of completion is.
        issued_at=certificate.issued_at.astimezone(time_zone_of(certificate.employee, on=certificate.completed_on)),
        expires_on=certificate.expires_on,
        organization=settings.ORGANIZATION_NAME,
        signer_name=settings.CERTIFICATE_SIGNER_NAME,
        signer_title=settings.CERTIFICATE_SIGNER_TITLE,
        verify_url=certificate.verify_url,
    )
