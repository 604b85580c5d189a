"""Your account: everybody their own."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Employee


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "cleo", "root", "mallory"])
def test_everybody_sees_their_own_facts_and_the_ways_to_change_them(
    client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    person: Employee = request.getfixturevalue(who)
    client.force_login(person)
    shown = client.get(reverse("people:account")).content.decode()
    assert person.name in shown
    assert person.number in shown
    assert person.email in shown
    for name in ("account_email", "account_change_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(name)}"' in shown


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.get(reverse("people:account")).status_code == 302
