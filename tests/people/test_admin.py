"""The Django admin: administrators alone, behind the site's own sign-in; facts are looked at, not edited."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from people.models import Department, Employee, Site
from people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client, root: Employee) -> Client:
    client.force_login(root)
    return client


def test_only_administrators_get_in(client: Client, request: pytest.FixtureRequest) -> None:
    for who in ("ada", "boris", "hana", "cleo", "mallory"):
        client.force_login(request.getfixturevalue(who))
        assert client.get(reverse("admin:index")).status_code == 403, who
    client.force_login(request.getfixturevalue("root"))
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_admin_has_no_sign_in_of_its_own(client: Client) -> None:
    for address in ("/admin/", "/admin/login/", "/admin/people/employee/"):
        answer = client.get(address)
        assert answer["Location"].startswith(reverse("account_login"))
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize("model", ["employee", "site", "department", "placement"])
def test_every_list_and_page_opens(operator: Client, ada: Employee, model: str) -> None:
    assert operator.get(reverse(f"admin:people_{model}_changelist"), {"q": "a"}).status_code == 200
    row = {"employee": ada, "site": Site.objects.first(), "department": Department.objects.first()}.get(
        model, ada.placements.get()
    )
    assert row is not None
    answer = operator.get(reverse(f"admin:people_{model}_change", args=[row.pk]))
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


def test_pages_of_roles_and_second_steps_open_and_show_no_secret(operator: Client, ada: Employee) -> None:
    row = Authenticator.objects.create(user=ada, type=Authenticator.Type.TOTP, data={"secret": "CANARY"})
    for address in (
        reverse("admin:mfa_authenticator_changelist"),
        reverse("admin:mfa_authenticator_change", args=[row.pk]),
        reverse("admin:auth_group_changelist"),
        reverse("admin:auth_group_change", args=[Group.objects.get(name="hr").pk]),
    ):
        answer = operator.get(address)
        assert answer.status_code == 200
        assert "CANARY" not in answer.content.decode()
    operator.post(reverse("admin:mfa_authenticator_delete", args=[row.pk]), {"post": "yes"})
    assert not Authenticator.objects.exists()


def change(client: Client, person: Employee, **more: object) -> None:
    form = {"number": person.number, "name": person.name, "called": person.called, "email": person.email}
    form |= {"placements-TOTAL_FORMS": "0", "placements-INITIAL_FORMS": "0"}
    answer = client.post(reverse("admin:people_employee_change", args=[person.pk]), form | more)
    assert answer.status_code == 302, answer.content.decode()
    person.refresh_from_db()
    person.__dict__.pop("roles", None)


def test_a_role_is_given_and_the_last_administrator_kept(operator: Client, ada: Employee, root: Employee) -> None:
    change(operator, ada, groups=[Group.objects.get(name="hr").pk])
    assert ada.has_role(Role.HR)
    change(operator, ada)
    assert not ada.has_role(Role.HR)
    change(operator, root)
    assert root.has_role(Role.ADMINISTRATOR)


def test_a_changed_address_is_changed_at_sign_in_too(operator: Client, ada: Employee, boris: Employee) -> None:
    change(operator, ada, email="Ada.Osei@example.org")
    assert ada.email == "ada.osei@example.org"
    assert EmailAddress.objects.get(user=ada).email == "ada.osei@example.org"


def test_facts_are_not_edited(operator: Client, ada: Employee) -> None:
    change(operator, ada, is_active="", left_on="2020-01-01", joined_on="1999-01-01", is_superuser="on")
    assert ada.is_active
    assert (ada.left_on, ada.is_superuser) == (None, False)
    placement = ada.placements.get()
    for action in ("change", "delete"):
        address = reverse(f"admin:people_placement_{action}", args=[placement.pk])
        assert operator.post(address, {"post": "yes"}).status_code == 403
    assert operator.post(reverse("admin:people_employee_delete", args=[ada.pk]), {"post": "yes"}).status_code == 403


def test_a_department_is_made_with_its_way_from_the_root(operator: Client, hospital: Department) -> None:
    form = {"name": "Dialysis", "parent": str(hospital.pk), "from_on": "2026-12-01"}
    answer = operator.post(reverse("admin:people_department_add"), form)
    assert answer.status_code == 302
    made = Department.objects.get(name="Dialysis")
    assert made.path == f"/{hospital.pk}/{made.pk}/"


def test_addresses_and_sessions_are_not_in_the_admin(operator: Client) -> None:
    assert operator.get("/admin/account/emailaddress/").status_code == 404
    assert operator.get("/admin/usersessions/usersession/").status_code == 404
