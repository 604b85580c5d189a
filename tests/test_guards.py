"""The guards of the suite do fire."""

import socket
from datetime import datetime

import pytest
from django.core.paginator import Paginator, UnorderedObjectListWarning
from django.http import HttpRequest
from django.template import Context, Engine, Origin, Template
from django.template.loader import render_to_string

from people.models import Employee
from tests import guards
from tests.guards import ConnectionToElsewhere, QueryInTemplate, UndefinedVariable
from toolkit.models import Job


def ours(source: str) -> Template:
    return Template(
        source, origin=Origin(f"{guards.OURS}example.html"), name="example.html", engine=Engine.get_default()
    )


@pytest.mark.parametrize("source", ["{{ missing }}", "{{ given.missing }}", "{% with a=missing %}{% endwith %}"])
def test_an_undefined_variable_fails(source: str) -> None:
    with pytest.raises(UndefinedVariable, match="missing"):
        ours(source).render(Context({"given": {}}))


def test_asking_whether_a_variable_is_there_is_allowed() -> None:
    template = ours("{% if missing %}x{% endif %}{% firstof missing 'y' %}")
    assert template.render(Context()) == "y"


def test_templates_of_others_may_do_as_they_like() -> None:
    assert Template("a{{ missing }}b").render(Context()) == "ab"
    render_to_string("admin/login.html", {"form": None}, HttpRequest())


@pytest.mark.django_db
def test_a_query_from_a_template_fails() -> None:
    with pytest.raises(QueryInTemplate, match="people_employee"):
        ours("{% for person in people %}{{ person }}{% endfor %}").render(Context({"people": Employee.objects.all()}))


@pytest.mark.django_db
def test_what_the_view_evaluated_may_be_shown() -> None:
    ours("{% for person in people %}{{ person }}{% endfor %}").render(Context({"people": list(Employee.objects.all())}))


@pytest.mark.django_db
def test_pages_of_an_unordered_list_fail() -> None:
    with pytest.raises(UnorderedObjectListWarning):
        Paginator(Job.objects.all(), 10).page(1)


@pytest.mark.django_db
def test_a_datetime_without_a_zone_fails() -> None:
    with pytest.raises(RuntimeWarning, match="naive datetime"):
        Job.objects.filter(created_at=datetime(2026, 11, 24)).exists()  # noqa: DTZ001


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("example.org", 80), ("2001:db8::1", 80)])
def test_another_machine_is_out_of_reach(address: tuple[str, int]) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(ConnectionToElsewhere):
        client.connect(address)


def test_this_machine_is_in_reach() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())
