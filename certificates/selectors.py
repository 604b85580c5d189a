"""Reads: somebody's certificates, the file of one, and what stands on its sheet."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from certificates.models import Certificate, CertificateFile
from certificates.rendering import Sheet
from people.models import Employee


@dataclass(frozen=True)
class OwnCertificate:
    """A row of the owner's list: the certificate, and its newest file once there is one."""

    certificate: Certificate
    file: CertificateFile | None

    @property
    def is_ready(self) -> bool:
        return self.file is not None


def own_certificates(employee: Employee) -> list[OwnCertificate]:
    """All certificates of the employee, newest first."""
    rows = Certificate.objects.filter(employee=employee).order_by("-issued_at", "-pk")
    return [
        OwnCertificate(row, next(iter(row.files.all()), None)) for row in rows.prefetch_related(_newest_files_first())
    ]


def newest_file(certificate: Certificate) -> CertificateFile | None:
    return certificate.files.order_by("-rendered_at", "-pk").first()


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
        issued_at=certificate.issued_at,
        expires_on=certificate.expires_on,
        organization=settings.ORGANIZATION_NAME,
        signer_name=settings.CERTIFICATE_SIGNER_NAME,
        signer_title=settings.CERTIFICATE_SIGNER_TITLE,
        verify_url=certificate.verify_url,
    )


def _newest_files_first() -> Prefetch[str, QuerySet[CertificateFile], str]:
    return Prefetch("files", queryset=CertificateFile.objects.order_by("-rendered_at", "-pk"))
