"""People in the Django admin, for operators. Facts are shown and not edited; changes go through the services."""

from typing import TYPE_CHECKING, Any

# These come first, so that what they register can be replaced below.
import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people import services
from people.admin_forms import SiteForm
from people.models import Department, Employee, Placement, Site
from people.roles import GRANTED, Role
from toolkit.admin import ReadOnlyAdmin
from toolkit.errors import DomainError

if TYPE_CHECKING:  # generic for the type checker alone
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class PlacementInline(TabularInline):
    model = Placement
    fk_name = "employee"
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "department",
        "site",
        "kind",
        "job_title",
        "manager",
        "acting_manager",
        "from_on",
        "until_on",
        "recorded_at",
        "replaced_at",
    )
    ordering = ["-from_on", "-recorded_at"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Employee)
class EmployeeAdmin(ModelAdmin):
    list_display = ["name", "number", "email", "is_active", "joined_on", "left_on"]
    list_filter = ["is_active", "groups"]
    search_fields = ["name", "number", "email"]
    ordering = ["name"]
    readonly_fields = ["uuid", "is_active", "joined_on", "left_on", "last_login", "recorded_at"]
    inlines = [PlacementInline]
    fieldsets = [
        (None, {"fields": ["number", "name", "called", "email"]}),
        (_("Roles"), {"fields": ["groups"]}),
        (_("Facts"), {"fields": ["is_active", "joined_on", "left_on", "last_login", "recorded_at", "uuid"]}),
    ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        return redirect("people:add")  # a person begins with a placement, which the directory asks for

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Employee | None = None) -> bool:
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["queryset"] = Group.objects.filter(name__in=[role.value for role in GRANTED]).order_by("name")
            kwargs |= {"widget": CheckboxSelectMultiple, "label": _("Roles"), "help_text": ""}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Employee, form: Any, change: bool) -> None:
        by = request.user if isinstance(request.user, Employee) else None
        obj.save(update_fields=["number", "name", "called"])
        if "email" in form.changed_data:
            try:
                services.change_address(obj, email=obj.email, by=by, now=timezone.now())
            except DomainError as refusal:
                self.message_user(request, str(refusal), messages.ERROR)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Roles go through the services, one by one, so that their rules hold and each is written down."""
        for formset in formsets:
            self.save_formset(request, form, formset, change)
        person: Employee = form.instance
        by = request.user if isinstance(request.user, Employee) else None
        wanted = set(form.cleaned_data.get("groups", []))
        held = set(person.groups.all())
        try:
            for group in sorted(wanted - held, key=str):
                services.grant_role(person, Role(group.name), by=by, now=timezone.now())
            for group in sorted(held - wanted, key=str):
                services.withdraw_role(person, Role(group.name), by=by, now=timezone.now())
        except DomainError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)

    def view_on_site(self, obj: Employee) -> str:
        return reverse("people:person", args=[obj.uuid])


@admin.register(Site)
class SiteAdmin(ModelAdmin):
    form = SiteForm
    list_display = ["name", "time_zone", "working_days"]
    ordering = ["name"]

    def has_delete_permission(self, request: HttpRequest, obj: Site | None = None) -> bool:
        return False


@admin.register(Department)
class DepartmentAdmin(ModelAdmin):
    list_display = ["__str__", "parent", "from_on", "until_on"]
    list_filter = ["until_on"]
    search_fields = ["name"]
    ordering = ["path"]
    fields = ["name", "parent", "from_on", "until_on", "path", "recorded_at"]
    readonly_fields = ["path", "until_on", "recorded_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Department | None = None) -> Any:
        return self.readonly_fields if obj is None else [*self.readonly_fields, "parent", "from_on"]

    def has_delete_permission(self, request: HttpRequest, obj: Department | None = None) -> bool:
        return False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = Department.objects.current()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Department, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["name"])
        else:
            made = services.make_department(obj.name, parent=obj.parent, from_on=obj.from_on)
            obj.__dict__.update(made.__dict__)


@admin.register(Placement)
class PlacementAdmin(ReadOnlyAdmin):
    list_display = ["employee", "department", "site", "manager", "from_on", "until_on", "replaced_at"]
    list_select_related = ["employee", "department", "site", "manager"]
    search_fields = ["employee__name", "employee__number", "department__name"]
    ordering = ["-recorded_at", "-pk"]


for model in (Group, EmailAddress, Authenticator, UserSession):
    admin.site.unregister(model)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """The roles. Their names are known to the code; who holds one is changed on the person."""

    list_display = ["name"]
    fields = readonly_fields = ("name", "holders")
    ordering = ["name"]

    @admin.display(description=_("held by"))
    def holders(self, group: Group) -> str:
        people = Employee.objects.filter(groups=group).order_by("name")
        return ", ".join(f"{person.name} ({person.number})" for person in people)


@admin.register(Authenticator)
class SecondStepAdmin(ReadOnlyAdmin):
    """Second steps of sign-in. Removed here for somebody who lost theirs; the secrets are not shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")
    search_fields = ["user__name", "user__number"]
    ordering = ["-created_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True
