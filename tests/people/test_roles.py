"""people.services.grant_role and withdraw_role; the groups that stand for roles."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from people import services
from people.models import Employee
from people.roles import GRANTED, Role
from tests.factories import NOW, TODAY, make_employee
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db


def test_every_granted_role_is_a_group_from_the_first_day() -> None:
    assert set(Group.objects.values_list("name", flat=True)) >= {role.value for role in GRANTED}


@pytest.mark.parametrize("role", GRANTED)
def test_a_role_is_given_and_taken_away(ada: Employee, root: Employee, role: Role) -> None:
    services.grant_role(ada, role, by=root, now=NOW)
    assert ada.roles == {Role.EMPLOYEE, role}
    services.withdraw_role(ada, role, by=root, now=NOW)
    assert ada.roles == {Role.EMPLOYEE}
    said = LogEntry.objects.filter(user=root).order_by("pk").values_list("change_message", flat=True)
    assert list(said) == [f"Granted the role: {role.value}", f"Withdrew the role: {role.value}"]


def test_a_change_holds_with_the_next_request_of_a_running_session(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    assert client.get(reverse("people:directory")).status_code == 403
    services.grant_role(ada, Role.HR, by=None, now=NOW)
    assert client.get(reverse("people:directory")).status_code == 200
    services.withdraw_role(ada, Role.HR, by=None, now=NOW)
    assert client.get(reverse("people:directory")).status_code == 403


@pytest.mark.parametrize("role", [Role.MANAGER, Role.EMPLOYEE])
def test_what_follows_from_placements_is_not_granted(ada: Employee, role: Role) -> None:
    with pytest.raises(DomainError, match="follows from"):
        services.grant_role(ada, role, by=None, now=NOW)


def test_who_left_gets_no_role(ada: Employee) -> None:
    services.depart(ada, on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="has left"):
        services.grant_role(ada, Role.HR, by=None, now=NOW)


def test_there_is_always_an_administrator(root: Employee) -> None:
    with pytest.raises(DomainError, match="last administrator"):
        services.withdraw_role(root, Role.ADMINISTRATOR, by=root, now=NOW)
    make_employee("Second", roles=(Role.ADMINISTRATOR,))
    services.withdraw_role(root, Role.ADMINISTRATOR, by=root, now=NOW)
    assert root.roles == {Role.EMPLOYEE}


def test_every_role_has_a_name_on_screen() -> None:
    assert all(role.label for role in Role)
