"""What people type about people: the directory's filter, a new person, a departure."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people import services
from people.models import Department, Employee, Placement, Site
from people.validators import validate_day, validate_number, validate_plain_line


class DepartmentField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not a generic when it runs
    """The current tree of departments, indented."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Department.objects.current(), to_field_name="uuid", **kwargs)

    def to_python(self, value: Any) -> Department | None:
        try:
            found: Department | None = super().to_python(value)
        except forms.ValidationError as problem:  # also for what is no uuid at all
            raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": value}) from problem
        return found

    def label_from_instance(self, department: Department) -> str:
        return "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}" * 2 * department.depth + department.name


def _naming(label: str) -> dict[str, str]:
    plain = _("%(field)s: leave out line breaks, tabs and characters that hide or turn text around.") % {"field": label}
    return {
        "max_length": _("%(field)s: use at most %%(limit_value)d characters.") % {"field": label},
        "invalid_choice": _("%(field)s: choose one from the list.") % {"field": label},
        "plain_line": plain,
        "null_characters_not_allowed": plain,
    }


class _NamingForm(forms.Form):
    """A form whose errors name their field: the summary at the top shows them away from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= _naming(str(field.label))
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _("%(field)s: enter a valid date.") % {"field": field.label}


class _DayForm(_NamingForm):
    """A form that asks for a day, and takes none that only a slip of the hand would give."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_day(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None:
            validate_day(day, today=self.today)
        return day


class DirectoryForm(_NamingForm):
    """The filter of the directory, in the address."""

    class State:
        HERE = ""  # so that the plain address means those who work here
        LEFT = "left"
        ALL = "all"

    q = forms.CharField(
        label=gettext_lazy("Name, number or e-mail"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    department = DepartmentField(
        label=gettext_lazy("Department"), required=False, empty_label=gettext_lazy("Everywhere")
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Who"),
        required=False,
        choices=[
            (State.HERE, gettext_lazy("People who work here")),
            (State.LEFT, gettext_lazy("People who left")),
            (State.ALL, gettext_lazy("Everybody")),
        ],
    )

    @property
    def is_here(self) -> bool | None:
        """What the directory is asked for."""
        return {self.State.LEFT: False, self.State.ALL: None}.get(self.cleaned_data.get("state") or "", True)

    @property
    def is_filtered(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("q", "department", "state"))

    @property
    def query(self) -> str:
        """The filter as it stands in the address, for the links to other pages of the list."""
        given = {name: self.data[name] for name in self.fields if self.data.get(name)}
        return f"{urlencode(given)}&" if given else ""


class ManagerField(forms.CharField):
    """Somebody who works here, by number or address: a list to choose from would be as long as the workforce."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = gettext_lazy("The employee number or e-mail address.")
        super().__init__(max_length=254, required=False, help_text=help_text, **kwargs)

    def clean(self, value: Any) -> Employee | None:
        typed = str(super().clean(value)).strip()
        if not typed:
            return None
        here = Employee.objects.filter(is_active=True)
        manager = here.filter(Q(number__iexact=typed) | Q(email__iexact=typed)).first()
        if manager is None:
            raise forms.ValidationError(_("Nobody who works here has this number or address."))
        return manager


def _asks(sentence: Any) -> dict[str, Any]:
    """What stands in the error summary when a field is empty: there, "this field" would name none."""
    return {"required": sentence}


class PlaceForm(_DayForm):
    """Where somebody works from a day on."""

    department = DepartmentField(
        label=gettext_lazy("Department"),
        empty_label=gettext_lazy("Choose a department"),
        error_messages=_asks(gettext_lazy("Choose a department.")),
    )
    site = forms.ModelChoiceField(
        Site.objects.order_by("name"),
        label=gettext_lazy("Site"),
        empty_label=gettext_lazy("Choose a site"),
        error_messages=_asks(gettext_lazy("Choose a site.")),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Works here as"), choices=Placement.Kind.choices)
    job_title = forms.CharField(
        label=gettext_lazy("Job title"), max_length=120, required=False, validators=[validate_plain_line]
    )
    manager = ManagerField(label=gettext_lazy("Manager"))
    acting_manager = ManagerField(label=gettext_lazy("Acting manager"))
    from_on = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=_asks(gettext_lazy("Enter the first day.")),
    )

    def clean_from_on(self) -> date | None:
        return self.clean_day("from_on")

    @staticmethod
    def initial_of(placement: Placement | None) -> dict[str, Any]:
        """What the form shows first: how it is now."""
        if placement is None:
            return {}
        return {
            "department": placement.department.uuid,
            "site": placement.site_id,
            "kind": placement.kind,
            "job_title": placement.job_title,
            "manager": placement.manager.number if placement.manager else "",
            "acting_manager": placement.acting_manager.number if placement.acting_manager else "",
        }


class PersonForm(PlaceForm):
    """A new person with a first placement."""

    acting_manager = None  # type: ignore[assignment]  # nobody stands in before somebody has begun
    from_on = forms.DateField(
        label=gettext_lazy("First day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=_asks(gettext_lazy("Enter the first day.")),
    )
    number = forms.CharField(
        label=gettext_lazy("Employee number"),
        max_length=40,
        validators=[validate_number, validate_plain_line],
        error_messages=_asks(gettext_lazy("Enter the employee number.")),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        validators=[validate_plain_line],
        help_text=gettext_lazy("In full, as it should stand on a certificate."),
        error_messages=_asks(gettext_lazy("Enter the name.")),
    )
    called = forms.CharField(
        label=gettext_lazy("What to call them"),
        max_length=80,
        validators=[validate_plain_line],
        required=False,
        help_text=gettext_lazy("Shown in greetings. Left empty, the first word of the name is used."),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Without one they sign in with their number, and get no mail."),
    )
    is_invited = forms.BooleanField(
        label=gettext_lazy("Send an invitation to choose a password"), required=False, initial=True
    )
    field_order = ["number", "name", "called", "email", "department", "site", "kind", "job_title", "manager", "from_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].error_messages["invalid"] = _("Enter a valid e-mail address.")

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if Employee.objects.filter(number__iexact=number).exists():
            raise forms.ValidationError(_("Somebody already has this employee number."))
        return number

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email and Employee.objects.filter(email__iexact=email, is_active=True).exists():
            raise forms.ValidationError(_("Somebody who works here already has this e-mail address."))
        return email

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("is_invited") and "email" in data and not data["email"]:
            data["is_invited"] = False  # there is nothing to send it to; the person's page offers a link to hand over
        return data


class DepartForm(_DayForm):
    """The first day on which somebody is no longer here."""

    on = forms.DateField(
        label=gettext_lazy("First day they are no longer here"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=_asks(gettext_lazy("Enter the first day they are no longer here.")),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.is_taken_back = "stay" in self.data
        self.fields["on"].required = not self.is_taken_back
        self.fields["on"].widget.attrs["min"] = today.isoformat()

    def clean_on(self) -> date | None:
        on = self.clean_day("on")
        if on and on < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return on

    def save(self, person: Employee, *, by: Employee, now: datetime) -> None:
        """Raises DomainError, as the services do."""
        if self.is_taken_back:
            services.stay(person, by=by, now=now)
        else:
            services.depart(person, on=self.cleaned_data["on"], by=by, now=now)
