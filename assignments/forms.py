"""The forms of HR's order, of one more attempt, and of more time."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.audience import NamedPeople
from assignments.selectors.preview import Audience
from assignments.selectors.tree import department_tree
from courses.models import Course
from courses.selectors import published_versions
from people.models import Department
from toolkit.unseen import validate_seen

MOST_NAMED = 20_000


class CampaignForm(forms.Form):
    """Which course, for whom, by when. `today` is the day of whoever fills it in."""

    course = forms.ChoiceField(
        label=gettext_lazy("Course"), error_messages={"required": gettext_lazy("Choose a course.")}
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who should take it?"),
        choices=[
            ("department", gettext_lazy("A department and everything below it")),
            ("people", gettext_lazy("People whom you name")),
        ],
        widget=forms.RadioSelect,
        initial="department",
        error_messages={"required": gettext_lazy("Choose a department or name people.")},
    )
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    people = forms.CharField(
        label=gettext_lazy("People"),
        help_text=gettext_lazy("Employee numbers or e-mail addresses, one a line. You can paste a column of a sheet."),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocomplete": "off"}),
        required=False,
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due date"),
        help_text=gettext_lazy("It is on time until the end of this day, by the clock of each person’s site."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Choose a due date."),
            "invalid": gettext_lazy("Write the due date as year-month-day, such as 2027-01-31."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Note for your records"),
        help_text=gettext_lazy("Why you ask, such as “Yearly training 2027”. HR sees it with the campaign."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self._courses = {version.course.slug: version for version in published_versions()}
        self._departments = {str(node.department.uuid): node for node in department_tree()}
        names = [(slug, version.title) for slug, version in self._courses.items()]
        parts = [(key, node.indented_name) for key, node in self._departments.items()]
        self._choices("course").choices = [("", _("Choose a course")), *names]
        self._choices("department").choices = [("", _("Choose a department")), *parts]
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("The due date is in the past. Choose today or a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        audience = data.get("audience")
        if audience == "department" and not data.get("department") and "department" not in self.errors:
            self.add_error("department", _("Choose a department."))
        if audience == "people":
            entries = NamedPeople.from_text(data.get("people", "")).entries
            if not entries:
                self.add_error("people", _("Name at least one person."))
            elif len(entries) > MOST_NAMED:
                most = {"most": f"{MOST_NAMED:,}"}
                self.add_error("people", _("These are more than %(most)s people. Please use a department.") % most)
        return data

    @property
    def course_chosen(self) -> Course:
        return self._courses[self.cleaned_data["course"]].course

    @property
    def department_chosen(self) -> Department | None:
        """The department, unless people are named."""
        if self.cleaned_data["audience"] == "people":
            return None
        return self._departments[self.cleaned_data["department"]].department

    @cached_property
    def audience_chosen(self) -> Audience:
        return self.department_chosen or NamedPeople.from_text(self.cleaned_data["people"])

    @property
    def answers(self) -> dict[str, str]:
        """What was answered, as the confirmation has to send it again: only what counts."""
        data = self.cleaned_data
        kind = data["audience"]
        who = {"department": data["department"]} if kind == "department" else {"people": data["people"]}
        order = {"course": data["course"], "audience": kind, **who, "due_on": data["due_on"].isoformat()}
        return order | ({"note": data["note"]} if data["note"] else {})


class ConfirmForm(CampaignForm):
    """The same once more, with the digest of what was shown and the name that the campaign will have."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    uuid = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def uuid_chosen(self) -> UUID:
        chosen: UUID = self.cleaned_data["uuid"]
        return chosen


class GrantForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("One sentence. It stays on record with your name."),
        max_length=300,
        validators=[validate_seen],
        error_messages={"required": gettext_lazy("Say in one sentence why.")},
    )


NO_LIMIT = "none"
LENGTHS = {
    "100": gettext_lazy("The usual time"),
    "125": gettext_lazy("A quarter more"),
    "150": gettext_lazy("Half as much again"),
    "200": gettext_lazy("Twice the time"),
    NO_LIMIT: gettext_lazy("No time limit"),
}


def length_key(percent: int | None) -> str:
    return NO_LIMIT if percent is None else str(percent)


class AccommodationForm(forms.Form):
    """`has_running`: an attempt is open that could get the time too."""

    length = forms.ChoiceField(
        label=gettext_lazy("How much time?"),
        choices=list(LENGTHS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how much time.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("One sentence, such as where the request is on file. No diagnosis is needed."),
        max_length=300,
        validators=[validate_seen],
        error_messages={"required": gettext_lazy("Say in one sentence why.")},
    )
    with_open = forms.BooleanField(label=gettext_lazy("Also for what is open now"), required=False, initial=True)

    def __init__(self, *args: Any, has_running: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_running:
            del self.fields["with_open"]

    @property
    def chosen(self) -> dict[str, Any]:
        """As the service takes it."""
        data = self.cleaned_data
        percent = None if data["length"] == NO_LIMIT else int(data["length"])
        return {"percent": percent, "reason": data["reason"], "with_open": data.get("with_open", False)}
