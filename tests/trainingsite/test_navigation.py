"""Everybody finds the pages that they may use: from the first page by two links at most."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from people.models import Employee
from people.roles import Role
from tests.factories import make_employee
from tests.policies.factories import make_policy_version
from trainingsite.navigation import places_for

EVERYBODY = {
    "courses:catalog",
    "policies:library",
    "policies:signed",
    "policies:enquiries",
    "certificates:mine",
    "reports:my-file",
    "people:account",
}
RECORDS = {"reports:compliance", "reports:attestations", "reports:exports"}
EVIDENCE = {"reports:evidence", "compliance-ledger"}
FINDS = {
    "ada": EVERYBODY,
    "boris": EVERYBODY | {"reports:team"},
    "hana": EVERYBODY
    | {"reports:tracking", "assignments:campaigns", "assignments:new", "people:directory", "people:add"}
    | {"notices:mail", "policies:paper"},
    "cleo": EVERYBODY | RECORDS | EVIDENCE | {"policies:paper", "policies:drafts"},
    "auditor": EVERYBODY | RECORDS | EVIDENCE,
    "privacy": EVERYBODY | RECORDS,
    "author": EVERYBODY | {"policies:drafts"},
    "owner": EVERYBODY | {"policies:drafts"},
}


@pytest.fixture
def auditor(db: None) -> Employee:
    return make_employee("Otto Auer", roles=(Role.AUDITOR,))


@pytest.fixture
def privacy(db: None) -> Employee:
    return make_employee("Petra Vos", roles=(Role.PRIVACY,))


@pytest.fixture
def author(db: None) -> Employee:
    return make_employee("Tomás Herrera", roles=(Role.AUTHOR,))


@pytest.fixture
def owner(db: None) -> Employee:
    """No role, but the owner of a policy."""
    person = make_employee("Olga Brandt")
    policy = make_policy_version("photos").policy
    policy.owner = person
    policy.save(update_fields=["owner"])
    return person


def links(client: Client, address: str) -> set[str]:
    """The addresses of this site that the page leads to, without what stands behind a question mark."""
    answer = client.get(address)
    if not answer.get("Content-Type", "").startswith("text/html") or answer.streaming:
        return set()
    return {found.partition("?")[0] for found in re.findall(r'<a [^>]*href="(/[^"#]*)', answer.content.decode())}


def name_of(address: str) -> str:
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize("who", FINDS)
def test_two_links_lead_to_every_page_that_one_begins_at(
    client: Client, request: pytest.FixtureRequest, ada: Employee, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    first = links(client, "/")
    found = first.union(*(links(client, address) for address in first))
    assert not FINDS[who] - {name_of(address) for address in found}


@pytest.mark.parametrize(("who", "most"), [("ada", 4), ("hana", 8), ("cleo", 6), ("auditor", 5), ("author", 5)])
def test_the_header_stays_short(request: pytest.FixtureRequest, who: str, most: int) -> None:
    assert len(places_for(request.getfixturevalue(who), "/")) == most


def test_hr_enters_a_signature_on_paper_from_the_page_of_the_person(
    client: Client, hana: Employee, ada: Employee
) -> None:
    client.force_login(hana)
    page = client.get(f"/hr/people/{ada.uuid}/").content.decode()
    assert 'href="/hr/paper/new/?number=E-0001"' in page
    assert 'value="E-0001"' in client.get("/hr/paper/new/?number=E-0001").content.decode()
