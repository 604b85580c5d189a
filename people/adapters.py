"""The site's rules in allauth's extension points."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.userkit import filter_users_by_email, get_user_by_username
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Employee
from people.services import send_account_message

NO_MATCH = _("The e-mail address or employee number and the password do not match. Check both and try again.")


class AccountAdapter(DefaultAccountAdapter):
    # One sentence, whatever was typed: it must not tell who has an account, or by what.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": NO_MATCH,
        "username_password_mismatch": NO_MATCH,
        "too_many_login_attempts": _("Too many tries in a row. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail is a notice: queued with what caused it, sent by a worker, listed."""
        site = {"name": settings.ORGANIZATION_NAME, "domain": settings.SITE_HOST}
        words = context | {"request": current.request, "email": email, "current_site": site}
        message = self.render_mail(template_prefix, email, words)
        send_account_message(
            context["user"], address=email, subject=message.subject, text=message.body, now=timezone.now()
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Employee,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        super().send_notification_mail(template_prefix, user, {"user": user} | (context or {}), email)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by the person, however the name was typed: by address, by number, in capitals."""
        typed = str(credentials.get("email") or credentials.get("username") or "")
        person = _person_named(typed)
        return f"person:{person.pk}" if person else f"typed:{typed.casefold()}"


class MfaAdapter(DefaultMFAAdapter):
    def _get_site_name(self) -> str:
        return str(settings.ORGANIZATION_NAME)  # what a phone shows beside the passkey


def display_name(person: Employee) -> str:
    return person.short_name


def _person_named(typed: str) -> Employee | None:
    for found in (*filter_users_by_email(typed, is_active=True, prefer_verified=True), get_user_by_username(typed)):
        if isinstance(found, Employee):
            return found
    return None
