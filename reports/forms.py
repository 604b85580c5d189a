"""The form that changes a filter. It is sent as an address, so what it says is read by `access`, not here."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.selectors.filtering import LONGEST_SEARCH, NOWHERE, STATES, Choices, TrackingFilter


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
