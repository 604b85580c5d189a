"""Fetching is authorising: a certificate belongs to its holder, and to anybody else it is a 404."""

from uuid import UUID

from django.http import Http404

from certificates.models import Certificate
from people.models import Employee


def own_certificate_or_404(employee: Employee, uuid: UUID) -> Certificate:
    certificate = Certificate.objects.filter(employee=employee, uuid=uuid).first()
    if certificate is None:
        raise Http404
    return certificate
