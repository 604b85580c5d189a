"""The form of the public page: a number as people type it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates import numbers


class NumberForm(forms.Form):
    number = forms.CharField(
        label=_("Certificate number"),
        help_text=_("It stands at the foot of the certificate, such as 7Q4K-29VD-XW3T-8ABC-M."),
        max_length=100,
        error_messages={"required": _("Enter the number of the certificate.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        number = numbers.parse(self.cleaned_data["number"])
        if number is None:
            raise forms.ValidationError(_("This is not a certificate number. Check each character and try again."))
        return number
