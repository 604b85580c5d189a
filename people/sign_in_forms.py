"""The forms of the sign-in pages: Django's and allauth's own, in our words. An error says which field it is about."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

WORKING_PASSWORD = _("At least 10 characters. Not your name or number, and nothing that many people use.")
ASKS = {
    "login": _("Enter your e-mail address or employee number."),
    "email": _("Enter your e-mail address."),
    "password": _("Enter your password."),
    "oldpassword": _("Enter the password that you have now."),
    "password1": _("Enter a new password."),
    "password2": _("Enter the new password again."),
    "new_password1": _("Enter a new password."),
    "new_password2": _("Enter the new password again."),
}


class _InOurWords:
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _ask(field, name, ASKS)
            if name in {"password1", "new_password1"}:
                field.label, field.help_text = _("New password"), WORKING_PASSWORD
            if name in {"password2", "new_password2"}:
                field.label, field.help_text = _("New password again"), ""


def _ask(field: forms.Field, name: str, asks: Mapping[str, Any]) -> None:
    field.widget.attrs.pop("placeholder", None)
    if name in asks:
        field.error_messages["required"] = asks[name]


class SignInForm(_InOurWords, account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("E-mail address or employee number")
        login.max_length = 254  # type: ignore[attr-defined]


class InvitedPasswordForm(_InOurWords, SetPasswordForm):  # type: ignore[type-arg]  # not a generic when it runs
    pass


class FirstPasswordForm(_InOurWords, account.SetPasswordForm):
    pass


class OtherPasswordForm(_InOurWords, account.ChangePasswordForm):
    pass


class ForgottenPasswordForm(_InOurWords, account.ResetPasswordForm):
    pass


class PasswordAfterResetForm(_InOurWords, account.ResetPasswordKeyForm):
    pass


class PasswordAgainForm(_InOurWords, account.ReauthenticateForm):
    pass
