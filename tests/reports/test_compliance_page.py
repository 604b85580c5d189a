"""Compliance's first page: what waits there for whom. Its figures of records are tested with the records."""

import re

import pytest
from django.test import Client

from people.models import Employee
from people.roles import Role
from policies.models import Enquiry, EnquiryReply, PolicyVersion
from policies.services.paper import decide_paper
from reports.models import Export
from reports.services import ask_for
from tests.factories import NOW, make_employee
from tests.policies.factories import make_paper_signature, make_policy, make_policy_version

PAGE = "/compliance/"


def waiting(client: Client, person: Employee) -> dict[str, str]:
    """What waits, by address, as the page says it."""
    client.force_login(person)
    page = client.get(PAGE).content.decode()
    rows = re.findall(
        r'<a href="(/[^"]*)" aria-describedby="[^"]*">[^<]*</a></div>\s*<div[^>]*>(.*?)</div>', page, re.S
    )
    return {address: re.sub(r"<[^>]*>", "", words).strip() for address, words in rows}


def test_what_waits_is_counted_and_leads_there(client: Client, ada: Employee, hana: Employee, cleo: Employee) -> None:
    version = make_policy_version()
    asked = {"employee": ada, "policy": version.policy, "version": version, "text": "What is a post?", "asked_at": NOW}
    Enquiry.objects.create(kind=Enquiry.Kind.QUESTION, **asked)
    answered = Enquiry.objects.create(kind=Enquiry.Kind.QUESTION, **asked)
    EnquiryReply.objects.create(enquiry=answered, by=cleo, text="This.", is_answer=True, at=NOW)
    make_paper_signature(ada, version, by=hana)
    PolicyVersion.objects.create(
        policy=make_policy("photos"), number=1, author=hana, created_at=NOW, state=PolicyVersion.State.IN_REVIEW
    )
    assert waiting(client, cleo) == {
        "/policies/enquiries/": "1 open",
        "/hr/paper/": "1 to look at",
        "/policies/drafts/": "1 to decide",
    }


def test_a_policy_that_is_only_a_draft_is_not_among_the_figures(client: Client, cleo: Employee) -> None:
    make_policy_version()
    PolicyVersion.objects.create(policy=make_policy("unheard-of"), number=1, author=cleo, created_at=NOW)
    client.force_login(cleo)
    page = client.get(PAGE).content.decode()
    assert "social-media-use" in page
    assert "unheard-of" not in page


def test_what_somebody_else_has_to_decide_does_not_wait(
    client: Client, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    version = make_policy_version()
    make_paper_signature(ada, version, by=cleo)  # entered by this reader
    make_paper_signature(cleo, version, by=hana)  # and signed by this one
    decide_paper(make_paper_signature(hana, version, by=ada), by=cleo, is_approved=False, now=NOW, comment="No name.")
    for number, state in enumerate((PolicyVersion.State.DRAFT, PolicyVersion.State.IN_REVIEW), 1):
        policy = make_policy(f"policy-{number}")
        PolicyVersion.objects.create(policy=policy, number=1, author=cleo, created_at=NOW, state=state)
    assert waiting(client, cleo) == {
        "/policies/enquiries/": "None open",
        "/hr/paper/": "None to look at",
        "/policies/drafts/": "None to decide",
    }


def test_a_file_is_named_by_the_title_of_its_policy(client: Client, cleo: Employee) -> None:
    make_policy_version("photos")
    ask_for(Export.Kind.EVIDENCE, Export.Form.ZIP, filters={"policy": "photos"}, by=cleo, now=NOW)
    client.force_login(cleo)
    for address in ("/compliance/exports/", "/compliance/evidence/"):
        assert "<bdi>Social media use</bdi>" in client.get(address).content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRIVACY])
def test_nothing_waits_for_those_who_only_look(client: Client, db: None, role: Role) -> None:
    person = make_employee("Otto Auer", roles=(role,))
    assert waiting(client, person) == {}
    assert "Waiting for you" not in client.get(PAGE).content.decode()
