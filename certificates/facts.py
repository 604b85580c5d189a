"""What the ledger vouches for of this app: certificates, and the bytes of each file that was rendered of one."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from certificates.models import Certificate, CertificateFile
from ledger.facts import FactKind, Files, Statement, StoredFile, columns, reference

ISSUED = "certificate.issued"
RENDERED = "certificate.rendered"


def _certificates() -> "QuerySet[Certificate]":
    return Certificate.objects.select_related("employee", "completion")


def _issue(certificate: Certificate) -> Statement:
    said = ("holder_name", "course_title", "course_version", "minutes", "completed_on", "expires_on")
    return Statement(
        fact=certificate.uuid,
        object=f"certificate:{certificate.uuid}",
        version="",
        at=certificate.issued_at,
        person=str(certificate.employee.uuid),
        detail={
            **columns(certificate, "number", *said),
            "completion": reference(certificate.completion),
            "issued_to": reference(certificate.employee),
        },
    )


def _files() -> "QuerySet[CertificateFile]":
    return CertificateFile.objects.select_related("certificate__employee")


def _rendering(file: CertificateFile) -> Statement:
    return Statement(
        fact=file.uuid,
        object=f"certificate:{file.certificate.uuid}",
        version="",
        at=file.rendered_at,
        person=str(file.certificate.employee.uuid),
        detail={"file": file.file.name, **columns(file, "sha256", "size")},
    )


def _stored(now: datetime) -> Iterator[StoredFile]:
    files = CertificateFile.objects.order_by("pk").values_list("uuid", "file", "sha256")
    for uuid, name, sha256 in files.iterator():
        yield StoredFile(f"certificates.certificatefile {uuid}", name, sha256, fact=uuid)


FILES = Files(RENDERED, _stored)
KINDS = (
    FactKind(ISSUED, _certificates, _issue, personal=("holder_name",)),
    FactKind(RENDERED, _files, _rendering, files=lambda file: (file.file.name or "",)),
)
