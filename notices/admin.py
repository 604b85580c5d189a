"""For operators: notices and what became of them, to read only."""

from django.contrib import admin

from notices.models import Delivery, MailDay, Notice
from toolkit.admin import ReadOnlyAdmin, ReadOnlyInline


class DeliveryInline(ReadOnlyInline):
    model = Delivery
    ordering = ("pk",)


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "recipient_name", "address", "reason")
    list_filter = ("kind",)
    search_fields = ("recipient_name", "address", "uuid")
    date_hierarchy = "created_at"
    inlines = (DeliveryInline,)


@admin.register(MailDay)
class MailDayAdmin(ReadOnlyAdmin):
    list_display = ("on", "recipient_uuid", "notice")
    list_select_related = ("notice",)
