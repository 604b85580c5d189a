"""The access table: every URL name, every role, and nobody else."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from people.models import Department, Employee
from people.roles import GRANTED, Role
from tests.factories import make_employee
from trainingsite.access import ACCESS, CLOSED, PUBLIC, roles_for

# Something of the right form for each part of an address. Nothing of that name exists: a 404 is as good as a page.
SAMPLES: dict[str, Any] = {"uuid": uuid.UUID(int=0), "slug": "x", "str": "x", "int": 1, "path": "x", "filename": "x"}
NAMED_SAMPLES: dict[str, str] = {
    "key": "1-x",
    "uidb36": "1",
    "content_type_id": "1",
    "object_id": "1",
    "url": "x",
    "app_label": "people",
}


@dataclass(frozen=True)
class Address:
    name: str
    url: str


def addresses(
    resolver: URLResolver | None = None, namespace: str = "", kwargs: dict[str, Any] | None = None
) -> Iterator[Address]:
    """Every named address of the site, with samples for its parts."""
    for entry in (resolver or get_resolver()).url_patterns:
        filled = {**(kwargs or {}), **_samples(entry)}
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from addresses(entry, inner, filled)
        elif isinstance(entry, URLPattern) and entry.name:
            name = f"{namespace}{entry.name}"
            yield Address(name, reverse(name, kwargs=filled))


def _samples(entry: URLPattern | URLResolver) -> dict[str, Any]:
    """Samples for the parts of one pattern, from its converters or the groups of its expression."""
    converters = {
        name: NAMED_SAMPLES.get(
            name, SAMPLES[type(one).__name__.removesuffix("Converter").lower().replace("string", "str")]
        )
        for name, one in entry.pattern.converters.items()
    }
    groups = getattr(getattr(entry.pattern, "regex", None), "groupindex", {})
    return {name: converters.get(name, NAMED_SAMPLES.get(name, "x")) for name in {*converters, *groups}}


def names() -> list[str]:
    return sorted({address.name for address in addresses()})


@pytest.fixture
def cast(hospital: Department, ada: Employee, boris: Employee) -> dict[Role, Employee]:
    """Somebody for each role, who has no other."""
    granted = {role: make_employee(f"One {role}", department=hospital, roles=(role,)) for role in GRANTED}
    return {Role.EMPLOYEE: ada, Role.MANAGER: boris, **granted}


def refuses(response: HttpResponseBase) -> bool:
    is_sign_in = response.status_code == 302 and response["Location"].startswith(reverse(settings.LOGIN_URL) + "?")
    return response.status_code == 403 or is_sign_in


def test_every_address_has_a_row_or_is_closed_on_purpose() -> None:
    without = [name for name in names() if roles_for(name) is None and name not in CLOSED]
    assert without == []


def test_every_row_has_an_address() -> None:
    known = set(names())
    assert [name for name in {*ACCESS, *CLOSED} if name not in known and not name.endswith(":*")] == []


def test_every_pattern_has_a_name() -> None:
    def nameless(resolver: URLResolver) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from nameless(entry)
            elif not entry.name and entry.lookup_str not in NAMELESS:
                yield entry.lookup_str

    assert list(nameless(get_resolver())) == []


# The Django admin's own: a redirect of old addresses, and the answer to those that it does not know. Without a name no
# row of the table fits, so the middleware answers 404.
NAMELESS = {"django.views.generic.base.RedirectView", "django.contrib.admin.sites.AdminSite.catch_all_view"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(CLOSED))
def test_what_is_closed_is_not_found_by_anybody(client: Client, root: Employee, name: str) -> None:
    address = next(address for address in addresses() if address.name == name)
    assert client.get(address.url).status_code == 404
    client.force_login(root)
    assert client.get(address.url).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_has_the_role_gets_in_and_who_has_not_does_not(
    client: Client, cast: dict[Role, Employee], role: Role
) -> None:
    person = cast[role]
    assert person.roles == {Role.EMPLOYEE, role}
    wrong = []
    for address in addresses():
        allowed = roles_for(address.name)
        if allowed is None or address.name.startswith("admin:"):
            continue
        client.force_login(person)
        gets_in = allowed == PUBLIC or person.has_role(*allowed)
        if refuses(client.get(address.url)) == gets_in:
            wrong.append(f"GET {address.name}: {'refused' if gets_in else 'let in'}")
        if not gets_in and not refuses(client.post(address.url)):
            wrong.append(f"POST {address.name}: let in")
    assert wrong == []


@pytest.mark.django_db
def test_who_is_not_signed_in_is_asked_to_sign_in(client: Client) -> None:
    wrong = []
    for address in addresses():
        allowed = roles_for(address.name)
        if allowed is None:
            continue
        for method in (client.get, client.post):
            response = method(address.url)
            if (response.status_code == 302 and refuses(response)) == (allowed == PUBLIC):
                wrong.append(f"{method.__name__} {address.name}: {response.status_code}")
    assert wrong == []


def test_the_admin_is_for_administrators(client: Client, cast: dict[Role, Employee]) -> None:
    admin = [address for address in addresses() if address.name.startswith("admin:")]
    for role in (Role.EMPLOYEE, Role.HR, Role.AUTHOR):
        client.force_login(cast[role])
        assert [address.name for address in admin if not refuses(client.get(address.url))] == []
    client.force_login(cast[Role.ADMINISTRATOR])
    lists = [address for address in admin if address.name.endswith(("_changelist", ":index"))]
    assert [address.name for address in lists if client.get(address.url).status_code != 200] == []


def test_pages_of_signed_in_people_are_not_kept_by_browsers(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    assert client.get(reverse("home"))["Cache-Control"] == "no-store"


def test_a_refused_sign_in_is_a_422_like_any_refused_form(client: Client, ada: Employee) -> None:
    answer = client.post(reverse("account_login"), {"login": ada.email, "password": "wrong"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
