"""Assignments and campaigns in the Django admin: to look at."""

from django.contrib import admin

from assignments.models import Assignment, AssignmentReason, Campaign, Reminder
from toolkit.admin import ReadOnlyAdmin, ReadOnlyInline


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ["course", "department", "due_on", "created_at", "created_by"]
    list_select_related = ["course", "department", "created_by"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


class ReasonInline(ReadOnlyInline):
    model = AssignmentReason


class ReminderInline(ReadOnlyInline):
    model = Reminder


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ["employee", "course", "due_on", "closed_at", "closed_by"]
    list_filter = ["closed_by"]
    list_select_related = ["employee", "course"]
    search_fields = ["employee__number", "employee__name", "course__slug"]
    ordering = ["-assigned_at", "-pk"]
    inlines = [ReasonInline, ReminderInline]
