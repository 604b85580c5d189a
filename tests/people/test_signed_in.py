"""The session brings its person and their roles along; who may no longer come in is refused with the next request."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from people.models import Employee, Placement
from people.roles import GRANTED, Role
from people.selectors.signed_in import signed_in
from people.services.departing import depart
from people.sessions import SessionStore
from tests.factories import make_employee
from tests.people.signing_in import sign_in

pytestmark = pytest.mark.django_db
PAGE = "/account/"


@pytest.fixture
def here(client: Client, ada: Employee) -> Client:
    """A browser in which ada signed in."""
    assert sign_in(client, ada).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_session_person_and_roles_are_one_query(here: Client) -> None:
    with override_settings(REQUIRE_SECOND_FACTOR=True), CaptureQueriesContext(connection) as asked:
        assert here.post(reverse("courses:save", args=["00000000-0000-0000-0000-000000000000", 1])).status_code == 404
    about_people = [query["sql"] for query in asked if "django_session" in query["sql"] or "people_" in query["sql"]]
    assert len(about_people) == 1, about_people


def test_the_person_is_the_whole_row(here: Client, ada: Employee) -> None:
    found = signed_in(here.session.session_key or "", now=timezone.now())
    assert found is not None
    assert found.person == ada
    for field in Employee._meta.concrete_fields:
        assert getattr(found.person, field.attname) == field.value_from_object(Employee.objects.get(pk=ada.pk))


@pytest.mark.parametrize("roles", [(), *((role,) for role in GRANTED), GRANTED])
@pytest.mark.parametrize("leads", [False, True])
def test_roles_are_those_that_the_person_has(
    client: Client, ada: Employee, roles: tuple[Role, ...], leads: bool
) -> None:
    ada.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    if leads:
        make_employee("Somebody Led", manager=ada, department=ada.placements.get().department)
    sign_in(client, ada)
    found = signed_in(client.session.session_key or "", now=timezone.now())
    assert found is not None
    assert found.person is not None
    expected = frozenset({Role.EMPLOYEE, *roles}) | ({Role.MANAGER} if leads else set())
    with CaptureQueriesContext(connection) as asked:
        assert found.person.roles == expected
    assert len(asked) == 0
    assert Employee.objects.get(pk=ada.pk).roles == expected


def leave(ada: Employee) -> None:
    day = timezone.now().date() - timedelta(days=1)
    Placement.objects.filter(employee=ada).update(from_on=day - timedelta(days=10))
    Employee.objects.filter(pk=ada.pk).update(left_on=day)


def change_password(ada: Employee) -> None:
    ada.set_password("another-password-of-hers")
    ada.save()


SHUT_OUT: dict[str, Callable[[Employee], object]] = {
    "deactivated": lambda ada: Employee.objects.filter(pk=ada.pk).update(is_active=False),
    "left, and not yet deactivated": leave,
    "departed": lambda ada: depart(ada, on=timezone.now().date(), by=None, now=timezone.now()),
    "signed out elsewhere": lambda ada: Session.objects.all().delete(),
    "session ran out": lambda ada: Session.objects.update(expire_date=timezone.now()),
    "password changed elsewhere": change_password,
    "sessions ended on the page of sessions": lambda ada: [one.end() for one in UserSession.objects.all()],
}


@pytest.mark.parametrize("what", SHUT_OUT)
def test_who_may_no_longer_come_in_is_refused_at_once(here: Client, ada: Employee, what: str) -> None:
    assert is_in(here)
    SHUT_OUT[what](ada)
    assert not is_in(here)


def test_a_role_counts_from_the_next_request_until_it_is_taken_away(here: Client, ada: Employee) -> None:
    page = reverse("people:directory")
    group = Group.objects.get(name=Role.HR.value)
    statuses = [here.get(page).status_code]
    ada.groups.add(group)
    statuses.append(here.get(page).status_code)
    ada.groups.remove(group)
    statuses.append(here.get(page).status_code)
    assert statuses == [403, 200, 403]


def test_what_is_noted_beside_a_session_lets_nobody_in_as_somebody_else(here: Client, ada: Employee) -> None:
    """Only the session says whose it is: it is signed, and the note beside it is not."""
    UserSession.objects.update(user=make_employee("Root Adams", roles=(Role.ADMINISTRATOR,)))
    assert "Root Adams" not in here.get(PAGE).content.decode()
    assert is_in(here)
    assert here.get(reverse("people:directory")).status_code == 403


def test_a_session_without_a_note_is_as_good(here: Client) -> None:
    UserSession.objects.all().delete()
    assert is_in(here)


def test_a_session_that_was_altered_is_none(here: Client) -> None:
    for session in Session.objects.all():
        session.session_data = session.session_data[:-3] + "abc"
        session.save()
    assert not is_in(here)


def test_a_password_hash_under_an_earlier_secret_is_taken_once_more_and_renewed(here: Client, ada: Employee) -> None:
    with override_settings(SECRET_KEY="newer" * 12, SECRET_KEY_FALLBACKS=["only-for-tests-" * 4]):
        assert is_in(here)
        assert here.session["_auth_user_hash"] == ada.get_session_auth_hash()
        assert is_in(here)


@pytest.mark.parametrize("key", ["", "x" * 32, "x" * 5000, "%s", "a\0b", "é" * 32, "'; --"])
def test_a_key_that_is_none_finds_nothing(key: str) -> None:
    store = SessionStore(key)
    assert store.get("_auth_user_id") is None
    assert store.session_key is None
