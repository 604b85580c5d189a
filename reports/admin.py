"""Exports in the Django admin: to look at. What was handed out is not edited."""

from django.contrib import admin

from reports.models import Export, ExportFile
from toolkit.admin import ReadOnlyAdmin, ReadOnlyInline


class ExportFileInline(ReadOnlyInline):
    model = ExportFile
    fields = ("row_count", "size", "sha256", "tree_size", "finished_at")


@admin.register(Export)
class ExportAdmin(ReadOnlyAdmin):
    list_display = ("asked_at", "kind", "form", "asked_by", "about")
    list_filter = ("kind", "form")
    list_select_related = ("asked_by", "about")
    date_hierarchy = "asked_at"
    inlines = (ExportFileInline,)
