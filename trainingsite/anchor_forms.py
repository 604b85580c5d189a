"""The form for an address that is sent checkpoints."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.validators import validate_plain_line


class AnchorAddressForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        validators=[validate_plain_line],
        help_text=_("A person or an office, such as the external auditor."),
        error_messages={"required": _("Enter the name of the person or office.")},
    )
    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter the e-mail address."),
            "invalid": _("Enter an e-mail address such as audit@example.com."),
        },
    )
