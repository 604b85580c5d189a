"""Certificates in the Django admin: to look at. Facts are not edited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from certificates import numbers
from certificates.models import Certificate, CertificateFile


class ReadOnly:
    """No adding, changing or deleting."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Django's admin classes take type arguments in their stubs only.
class CertificateFileInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = CertificateFile
    fields = ("sha256", "size", "rendered_at")
    extra = 0


@admin.register(Certificate)
class CertificateAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("shown_number", "holder_name", "course_title", "completed_on", "expires_on")
    search_fields = ("number", "holder_name", "employee__number")
    search_help_text = _("Certificate number, name or employee number")
    date_hierarchy = "completed_on"
    inlines = (CertificateFileInline,)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        # A number is found as it is shown and typed, not only as it is stored.
        return super().get_search_results(request, queryset, numbers.parse(search_term) or search_term)
