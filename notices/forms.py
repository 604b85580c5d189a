"""The filter of the mail page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.kinds import registered_kinds
from notices.selectors import State


class MailFilterForm(forms.Form):
    """Which mails to show, from the address. What is no choice is left out, and the form says so."""

    q = forms.CharField(label=_("Name or address"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Mail"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind.name, str(kind.title)) for kind in registered_kinds()]
        states = [(state.value, state.label) for state in State]
        self.fields["kind"] = forms.ChoiceField(label=_("Mail"), required=False, choices=[("", _("All")), *kinds])
        self.fields["state"] = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *states])

    @property
    def chosen(self) -> dict[str, Any]:
        """The arguments for `selectors.mails`."""
        self.is_valid()
        state = self.cleaned_data.get("state")
        return {
            "text": self.cleaned_data.get("q", ""),
            "kind": self.cleaned_data.get("kind", ""),
            "state": State(state) if state else None,
        }
