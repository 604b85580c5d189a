"""bin/manage add_administrator: how the first person gets in."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Employee
from people.roles import Role

pytestmark = pytest.mark.django_db


def add(*arguments: str) -> str:
    said = StringIO()
    call_command("add_administrator", *arguments, stdout=said)
    return said.getvalue()


def test_a_new_administrator_gets_a_link_that_works(client: Client) -> None:
    said = add("A-1", "--name", "Rut Aalto", "--email", "rut@example.org")
    link = re.search(r"http://[^/]+(/\S+)", said)
    assert link
    form = {"new_password1": "blue-heron-by-the-river", "new_password2": "blue-heron-by-the-river"}
    assert client.post(link.group(1), form).status_code == 302
    rut = Employee.objects.get(number="A-1")
    assert rut.has_role(Role.ADMINISTRATOR)
    assert rut.check_password("blue-heron-by-the-river")


def test_somebody_who_is_here_becomes_one_and_keeps_the_password(ada: Employee) -> None:
    assert "http" not in add("e-0001")
    assert Employee.objects.get(pk=ada.pk).has_role(Role.ADMINISTRATOR)


def test_without_a_name_nobody_is_made() -> None:
    with pytest.raises(CommandError):
        add("A-2")
    assert not Employee.objects.exists()
