"""Jobs in the Django admin: to look at, and to try again. Nothing is added, edited or deleted by hand."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from toolkit.jobs import running
from toolkit.models import Job

if TYPE_CHECKING:
    JobModelAdmin = admin.ModelAdmin[Job]
else:
    JobModelAdmin = admin.ModelAdmin  # generic for the type checker only


@admin.register(Job)
class JobAdmin(JobModelAdmin):
    list_display = ("kind", "dedup_key", "state", "attempts", "not_before", "last_error")
    list_filter = ("kind", ("dead_at", admin.EmptyFieldListFilter), ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("dedup_key",)
    ordering = ("-pk",)
    actions = ("try_again",)
    exclude = ("payload",)  # it may hold a sign-in link

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    @admin.action(description=_("Try again"), permissions=["view"])
    def try_again(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        count = sum(running.retry(job, now=timezone.now()) for job in jobs)
        words = ngettext("%(count)d job gets its tries again.", "%(count)d jobs get their tries again.", count)
        self.message_user(request, words % {"count": count})
