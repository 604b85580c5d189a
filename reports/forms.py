"""The forms that change a filter. They are sent as addresses, so what they say is read elsewhere, not here."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.selectors import department_tree
from reports.models import Export
from reports.selectors import recordfilter
from reports.selectors.compliance import policy_choices
from reports.selectors.evidence import EvidenceFilter, evidence_filter_from
from reports.selectors.filtering import LONGEST_SEARCH, NOWHERE, STATES, Choices, TrackingFilter
from toolkit.unseen import validate_seen


class FilterForm(forms.Form):
    course = forms.ChoiceField(label=gettext_lazy("Course"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    q = forms.CharField(
        label=gettext_lazy("Name, number or e-mail"), required=False, max_length=LONGEST_SEARCH, strip=True
    )
    campaign = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, wanted: TrackingFilter, choices: Choices, **kwargs: Any) -> None:
        initial = {
            "course": wanted.course.course.slug if wanted.course else "",
            "department": NOWHERE if wanted.is_nowhere else str(wanted.department.uuid) if wanted.department else "",
            "state": wanted.state,
            "q": wanted.q,
            "campaign": str(wanted.campaign.uuid) if wanted.campaign else "",
        }
        super().__init__(initial=initial, **kwargs)
        self._offer("course", _("All courses"), [(one.course.slug, one.title) for one in choices.courses])
        parts = [(str(node.department.uuid), node.indented_name) for node in choices.tree]
        self._offer("department", _("All departments"), [*parts, (NOWHERE, _("In no department today"))])
        self._offer("state", _("All states"), [(key, str(label)) for key, (label, _states) in STATES.items()])

    def _offer(self, name: str, everything: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *options]


class RecordFilterForm(forms.Form):
    """Which attestation records. It shows what was asked for, whether that names something or not."""

    policy = forms.ChoiceField(label=gettext_lazy("Policy"), required=False)
    version = forms.CharField(
        label=gettext_lazy("Version"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    from_on = forms.CharField(
        label=gettext_lazy("Signed from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    to_on = forms.CharField(
        label=gettext_lazy("Signed until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    department = forms.ChoiceField(label=gettext_lazy("Department when signing"), required=False)
    person = forms.CharField(
        label=gettext_lazy("Name or number"), required=False, max_length=recordfilter.LONGEST_SEARCH
    )
    persons = forms.CharField(widget=forms.HiddenInput, required=False)
    method = forms.ChoiceField(label=gettext_lazy("How"), required=False)

    def __init__(self, asked: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(
            initial={RENAMED.get(name, name): asked.get(name, "") for name in recordfilter.FILTERS}, **kwargs
        )
        parts = [(str(node.department.uuid), node.indented_name) for node in department_tree()]
        policies = policy_choices()
        self.policy_titles = dict(policies)  # by the slugs that stand in the address
        self._offer("policy", [("", _("All policies")), *policies])
        self._offer("department", [("", _("All departments")), *parts])
        self._offer("method", [("", _("Every way")), ("site", _("On this site")), ("paper", _("On paper"))])

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options

    def add_prefix(self, field_name: str) -> str:
        return super().add_prefix(ADDRESSED.get(field_name, field_name))


# `from` is no name in Python; in the address it is.
RENAMED = {"from": "from_on", "to": "to_on"}
ADDRESSED = {field: name for name, field in RENAMED.items()}


class FormatForm(forms.Form):
    """In which form a file is wanted."""

    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(form.value, form.label) for form in (Export.Form.CSV, Export.Form.XLSX, Export.Form.JSONL)],
        error_messages={
            "required": gettext_lazy("Choose a format."),
            "invalid_choice": gettext_lazy("Choose a format."),
        },
    )


class PersonFileForm(forms.Form):
    """In which form one person's file is wanted."""

    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[
            (Export.Form.PDF.value, gettext_lazy("PDF, to read and print")),
            (Export.Form.ZIP.value, gettext_lazy("ZIP, with the receipts and the texts that were signed")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a format."),
            "invalid_choice": gettext_lazy("Choose a format."),
        },
    )


class EvidenceForm(forms.Form):
    """What an evidence pack discloses. Once valid, `wanted` is the filter."""

    policy = forms.ChoiceField(
        label=gettext_lazy("Policy"),
        required=False,
        help_text=gettext_lazy("Its versions and the signatures on them are disclosed."),
        error_messages={"invalid_choice": gettext_lazy("There is no such policy. Choose one from the list.")},
    )
    person = forms.CharField(
        label=gettext_lazy("Employee number"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only what concerns this person is disclosed."),
    )
    wanted = EvidenceFilter()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["policy"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All policies, courses and certificates")), *policy_choices()]

    def clean(self) -> None:
        try:
            self.wanted = evidence_filter_from({name: self.cleaned_data.get(name, "") for name in ("policy", "person")})
        except recordfilter.UnknownFilter as problem:
            self.add_error(problem.part, str(problem))


class CorrectionForm(forms.Form):
    """What is wrong with a record, and what would be right."""

    reason = forms.CharField(
        label=gettext_lazy("What is wrong, and how do you know?"),
        max_length=500,
        validators=[validate_seen],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say what is wrong and how that is known."),
            "max_length": gettext_lazy("Say it in at most 500 characters."),
        },
    )
    right = forms.CharField(
        label=gettext_lazy("What would be right"),
        help_text=gettext_lazy("Leave it empty if nobody knows."),
        max_length=500,
        required=False,
        validators=[validate_seen],
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Say it in at most 500 characters.")},
    )
