"""Operators look at policies and at what happened to their versions; nothing is changed here.

Policies are written on the site's own pages or come in packs. Signatures, papers and enquiries are not shown here: who
signed is for compliance, and what somebody asked is for the policy's owner.
"""

from django.contrib import admin

from policies.models import Attachment, ChangeMark, Policy, PolicyEvent, PolicyText, PolicyVersion
from toolkit.admin import ReadOnlyAdmin, ReadOnlyInline


class VersionInline(ReadOnlyInline):
    model = PolicyVersion
    fields = ["number", "state", "effective_on", "review_on", "published_at", "digest"]
    ordering = ["number"]
    show_change_link = True


@admin.register(Policy)
class PolicyAdmin(ReadOnlyAdmin):
    list_display = ["slug", "owner", "owner_title", "review_months", "created_at"]
    list_select_related = ["owner"]
    search_fields = ["slug", "owner_title", "versions__texts__title"]
    ordering = ["slug"]
    inlines = [VersionInline]


class TextInline(ReadOnlyInline):
    model = PolicyText
    fields = ["language", "title", "statement", "sha256", "statement_sha256"]
    ordering = ["language"]


class MarkInline(ReadOnlyInline):
    model = ChangeMark
    fields = ["clause_key", "kind"]
    ordering = ["clause_key"]


class AttachmentInline(ReadOnlyInline):
    model = Attachment
    fields = ["name", "size", "sha256"]
    ordering = ["name"]


class EventInline(ReadOnlyInline):
    model = PolicyEvent
    fields = ["act", "at", "by", "comment", "digest"]


@admin.register(PolicyVersion)
class PolicyVersionAdmin(ReadOnlyAdmin):
    list_display = ["policy", "number", "state", "effective_on", "review_on", "published_at"]
    list_filter = ["state", "published_at"]
    list_select_related = ["policy"]
    search_fields = ["policy__slug", "texts__title", "digest"]
    ordering = ["policy__slug", "-number"]
    inlines = [TextInline, MarkInline, AttachmentInline, EventInline]
