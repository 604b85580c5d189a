"""Whose request it is, without another query: their row came with the session."""

from functools import partial

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user, load_backend
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from people.backends import EmployeeBackend
from people.models import Employee


class SignedInMiddleware(AuthenticationMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(partial(_user, request))  # type: ignore[assignment]


def _user(request: HttpRequest) -> Employee | AnonymousUser:
    return _found_with(request.session) or get_user(request)


def _found_with(session: SessionBase) -> Employee | None:
    """The person who was read with the session, if all is as it should be. Else Django decides, which asks again.

    The same is asked as there: a known backend, which lets this person in, and the password that they signed in with.
    """
    noted, backend_path, password_hash = (
        session.get(key) for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY)
    )
    person: Employee | None = getattr(session, "person", None)  # known once the session is read
    if person is None or noted != str(person.pk) or backend_path not in settings.AUTHENTICATION_BACKENDS:
        return None
    backend = load_backend(backend_path)
    if not isinstance(backend, EmployeeBackend) or not backend.user_can_authenticate(person):
        return None
    if not password_hash or not constant_time_compare(password_hash, person.get_session_auth_hash()):
        return None
    return person
