"""What stands between every address and its view: the access table, read-only GETs, and calm failures."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from people.receivers import TIME_ZONE
from people.roles import NEED_SECOND_FACTOR, Role
from people.selectors import has_second_factor
from toolkit.readonly import reads_only
from trainingsite.access import OPEN_IN_THE_DEMO, PUBLIC, roles_for

logger = logging.getLogger(__name__)
Answer = Callable[[HttpRequest], HttpResponse]


class CalmFailureMiddleware:
    """The cache is down: sign-in fails closed with a calm 503, and signed-in people go on working."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, RedisError):
            return None
        logger.error("The cache %s did not answer: %r", cache, problem)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = "30"
        return response


class AccessTableMiddleware:
    """Nobody reaches a view that the access table does not give them. Pages of our own apps write nothing on GET."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with ExitStack() as until_answered:
            request.until_answered = until_answered  # type: ignore[attr-defined]
            response = self.get_response(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if roles_for(name) != PUBLIC:
            # Workstations are shared: after signing out, "back" must not show the last person's page.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        allowed = roles_for(name)
        if allowed is None:
            raise Http404
        if allowed != PUBLIC:
            refusal = _refusal(request, name, allowed)
            if refusal is not None:
                return refusal
        if allowed != PUBLIC or name in OPEN_IN_THE_DEMO:
            # Each person reads times by the clock of their own site.
            zone = request.session.get(TIME_ZONE, settings.TIME_ZONE)
            request.until_answered.enter_context(timezone.override(zone))  # type: ignore[attr-defined]
        if request.method in {"GET", "HEAD"} and view.__module__.split(".")[0] in settings.LOCAL_APPS:
            # Not by calling the view here: what it raises would bypass CalmFailureMiddleware.
            request.until_answered.enter_context(reads_only())  # type: ignore[attr-defined]
        return None

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Pages of libraries answer 200 to a form that they refuse; here a refused form is a 422 everywhere."""
        form = (response.context_data or {}).get("form")
        if request.method == "POST" and response.status_code == 200 and isinstance(form, BaseForm) and form.errors:
            response.status_code = 422
        return response


def _refusal(request: HttpRequest, name: str, allowed: frozenset[Role]) -> HttpResponse | None:
    """The answer to somebody who may not pass, or None for somebody who may."""
    person = request.user
    if not person.is_authenticated:
        return redirect_to_login(request.get_full_path())
    # Everybody who is signed in is an employee: most pages never have to ask for the roles.
    if Role.EMPLOYEE not in allowed and not person.has_role(*allowed):
        return render(request, "403.html", status=403)
    needs_factor = settings.REQUIRE_SECOND_FACTOR and person.has_role(*NEED_SECOND_FACTOR)
    if needs_factor and name not in SECOND_FACTOR_PAGES and not has_second_factor(person):
        messages.info(request, _("Your role needs a second step at sign-in. Set one up to go on."))
        return redirect("mfa_index")
    return None


# Where somebody without a second factor has to get to in order to set one up, or to leave.
SECOND_FACTOR_PAGES = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
    }
)
