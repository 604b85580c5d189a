"""Operators look at courses and at who learned what; nothing is changed here, and no answer key is shown.

Content comes in through packs, facts through the services. What happened is corrected by new rows, never by editing.
"""

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.models import Answer, Attempt, Completion, Course, CourseVersion, Enrollment, Module, Question, Step
from courses.selectors.reading import minutes_measured
from toolkit.admin import ReadOnlyAdmin, ReadOnlyInline


class VersionInline(ReadOnlyInline):
    model = CourseVersion
    fields = ["number", "language", "title", "published_at", "digest"]
    ordering = ["language", "number"]
    show_change_link = True


@admin.register(Course)
class CourseAdmin(ReadOnlyAdmin):
    list_display = ["slug", "created_at"]
    search_fields = ["slug", "versions__title"]
    ordering = ["slug"]
    inlines = [VersionInline]


class ModuleInline(ReadOnlyInline):
    model = Module
    fields = ["position", "title", "minutes"]
    show_change_link = True


@admin.register(CourseVersion)
class CourseVersionAdmin(ReadOnlyAdmin):
    list_display = ["course", "number", "language", "title", "published_at", "published_by"]
    list_filter = ["language", "published_at"]
    list_select_related = ["course", "published_by"]
    search_fields = ["course__slug", "title", "digest"]
    ordering = ["course__slug", "language", "-number"]
    inlines = [ModuleInline]


class StepInline(ReadOnlyInline):
    model = Step
    fields = ["position", "kind", "title", "is_graded", "pass_mark", "attempts_limit"]
    show_change_link = True


@admin.register(Module)
class ModuleAdmin(ReadOnlyAdmin):
    list_display = ["version", "position", "title", "minutes"]
    list_select_related = ["version"]
    ordering = ["version", "position"]
    inlines = [StepInline]


class QuestionInline(ReadOnlyInline):
    model = Question
    fields = ["position", "key", "kind", "prompt"]


@admin.register(Step)
class StepAdmin(ReadOnlyAdmin):
    list_display = ["module", "position", "kind", "title"]
    list_filter = ["kind"]
    list_select_related = ["module"]
    ordering = ["module", "position"]
    readonly_fields = ["minutes_measured"]
    inlines = [QuestionInline]

    @admin.display(description=_("Minutes measured"))
    def minutes_measured(self, step: Step) -> str:
        """The estimate stands beside it."""
        found = minutes_measured(step)
        if found is None:
            return gettext("No figure about fewer than five people.")
        words = gettext("%(minutes)s, the median of %(people)s people")
        return words % {"minutes": found.minutes, "people": found.people}


@admin.register(Enrollment)
class EnrollmentAdmin(ReadOnlyAdmin):
    list_display = ["employee", "version", "started_at", "closed_at"]
    list_select_related = ["employee", "version"]
    search_fields = ["employee__number", "employee__name", "course__slug"]
    date_hierarchy = "started_at"
    ordering = ["-started_at", "-pk"]


class AnswerInline(ReadOnlyInline):
    model = Answer
    fields = ["question", "given", "answered_at", "points"]
    ordering = ["question__position"]


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ["enrollment", "step", "number", "started_at", "submitted_at", "score", "is_passed"]
    list_filter = ["is_passed"]
    list_select_related = ["enrollment", "step"]
    search_fields = ["enrollment__employee__number", "enrollment__employee__name"]
    ordering = ["-started_at", "-pk"]
    inlines = [AnswerInline]


@admin.register(Completion)
class CompletionAdmin(ReadOnlyAdmin):
    list_display = ["employee", "version", "completed_at", "score", "valid_until"]
    list_select_related = ["employee", "version"]
    search_fields = ["employee__number", "employee__name", "course__slug", "digest"]
    date_hierarchy = "completed_at"
    ordering = ["-completed_at", "-pk"]
