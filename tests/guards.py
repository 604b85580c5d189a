"""Guards of the whole suite: what would be silent in production fails the test that runs into it.

- An undefined variable in one of our templates shows nothing there, which nobody notices.
- A query from a template hides where it comes from and is repeated for each row.
- A connection to another machine makes a test depend on it, and tells it something.

Unordered pagination and naive datetimes are made errors in pyproject.toml: the first shows rows twice or never, the
second is an hour or a day off in one half of the year.
"""

import ipaddress
import socket
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.template import engines
from django.template.base import Template

OURS = str(settings.BASE_DIR / "templates") + "/"
# What the Django admin's templates use is decided by Django, though we change a little in them.
NOT_OURS = (OURS + "admin/",)
# Pages that allauth's views fill: what they evaluate, and when, is allauth's.
FILLED_BY_OTHERS = tuple(f"{OURS}{folder}/" for folder in ("account", "allauth", "mfa", "usersessions"))


class UndefinedVariable(AssertionError):
    """A template used a name that the view did not give it."""


class QueryInTemplate(AssertionError):
    """A template caused a query: the view should have evaluated that."""


class ConnectionToElsewhere(AssertionError):
    """A test tried to reach another machine."""


def is_ours(template: Template | None) -> bool:
    """Whether the template is one that our own views or mails show."""
    origin = getattr(template, "origin", None)
    name = str(getattr(origin, "name", ""))
    return name.startswith(OURS) and not name.startswith(NOT_OURS)


class _Undefined(str):
    """What the template engine puts in place of an undefined variable: raises if the template is ours."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"  # so that the engine calls __mod__ with the variable

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        template = sys._getframe(1).f_locals["context"].template
        if is_ours(template):
            raise UndefinedVariable(f"{template.name}: {variable} is not defined")
        return ""


@pytest.fixture(autouse=True)
def _undefined_variables_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", _Undefined("%s"))  # type: ignore[attr-defined]


def _asks_for_choices() -> bool:
    """Whether this is a form that lists its choices, which Django does when the field is shown and no earlier."""
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code.co_qualname == "ModelChoiceIterator.__iter__":
            return True
    return False


@pytest.fixture(autouse=True)
def _queries_in_templates_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    render = Template._render  # type: ignore[attr-defined]
    rendering: list[Template] = []

    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not _asks_for_choices():
            raise QueryInTemplate(sql[:300])
        return execute(sql, params, many, context)

    def guarded(template: Template, context: Any) -> Any:
        is_part = bool(rendering)  # of a page, whose own template decides
        is_let_be = not is_ours(template) or str(template.origin.name).startswith(FILLED_BY_OTHERS)
        rendering.append(template)
        try:
            if is_part or is_let_be:
                return render(template, context)
            # Only from here on: context processors have run, and may have asked who is signed in.
            with connection.execute_wrapper(refuse):
                return render(template, context)
        finally:
            rendering.pop()

    monkeypatch.setattr(Template, "_render", guarded)


@pytest.fixture(autouse=True, scope="session")
def _other_machines_are_out_of_reach() -> Iterator[None]:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(client: socket.socket, address: Any) -> None:
        if client.family in {socket.AF_INET, socket.AF_INET6} and not is_loopback(address[0]):
            raise ConnectionToElsewhere(str(address))

    def guarded_connect(client: socket.socket, address: Any) -> None:
        check(client, address)
        connect(client, address)

    def guarded_connect_ex(client: socket.socket, address: Any) -> int:
        check(client, address)
        return connect_ex(client, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
        yield


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
