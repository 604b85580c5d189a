"""Certificates in the Django admin: to look at. Facts are not edited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certificates import numbers
from certificates.models import Certificate, CertificateFile
from toolkit.admin import ReadOnlyAdmin, ReadOnlyInline


class CertificateFileInline(ReadOnlyInline):
    model = CertificateFile
    fields = ("sha256", "size", "rendered_at")


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin):
    list_display = ("shown_number", "holder_name", "course_title", "completed_on", "expires_on")
    search_fields = ("number", "holder_name", "employee__number")
    search_help_text = _("Certificate number, name or employee number")
    date_hierarchy = "completed_on"
    inlines = (CertificateFileInline,)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        # A number is found as it is shown and typed, not only as it is stored.
        return super().get_search_results(request, queryset, numbers.parse(search_term) or search_term)
