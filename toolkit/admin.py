"""The Django admin for operators: classes for what is only looked at, and the jobs with "Try again"."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from toolkit.jobs import running
from toolkit.models import Job


class _OnlyLookedAt:
    """Nobody adds, changes or deletes facts, whatever permissions they hold."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


# Django's admin classes take type arguments in their stubs only.
class ReadOnlyAdmin(_OnlyLookedAt, admin.ModelAdmin):  # type: ignore[type-arg]
    """A list and pages to look at."""


class ReadOnlyInline(_OnlyLookedAt, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of a page to look at."""

    extra = 0


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("kind", "dedup_key", "state", "attempts", "not_before", "last_error")
    list_filter = ("kind", ("dead_at", admin.EmptyFieldListFilter), ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("dedup_key",)
    ordering = ("-pk",)
    actions = ("try_again",)
    exclude = ("payload",)  # it may hold a sign-in link

    @admin.action(description=_("Try again"), permissions=["view"])
    def try_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = sum(running.retry(job, now=timezone.now()) for job in jobs)
        words = ngettext("%(count)d job gets its tries again.", "%(count)d jobs get their tries again.", count)
        self.message_user(request, words % {"count": count})
