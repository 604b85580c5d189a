"""For operators: notices and what became of them, to read only."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from notices.models import Delivery, MailDay, Notice


class _Facts:
    """Nobody adds, changes or deletes facts here; the database would refuse it anyway."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


# Django's admin classes take type arguments in their stubs only.
class DeliveryInline(_Facts, admin.TabularInline):  # type: ignore[type-arg]
    model = Delivery
    extra = 0
    ordering = ("pk",)


@admin.register(Notice)
class NoticeAdmin(_Facts, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("created_at", "kind", "recipient_name", "address", "reason")
    list_filter = ("kind",)
    search_fields = ("recipient_name", "address", "uuid")
    date_hierarchy = "created_at"
    inlines = (DeliveryInline,)


@admin.register(MailDay)
class MailDayAdmin(_Facts, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("on", "recipient_uuid", "notice")
    list_select_related = ("notice",)
