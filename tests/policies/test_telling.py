"""Mails when it is somebody's turn with a version: to whom, with which words, and when they are not wanted any more."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notices.handlers import send
from notices.models import Notice
from people.models import Department, Employee
from people.roles import Role
from policies.models import Policy, PolicyVersion
from policies.services.drafting import save_text
from policies.services.publishing import publish
from policies.services.reviewing import approve, send_back, submit
from policies.services.telling import DECIDED, TO_REVIEW
from tests.factories import NOW, make_employee
from tests.policies.authors import V2, make_policy, write_draft
from tests.policies.desk import Desk
from tests.support.policies import STATEMENT


@pytest.fixture
def olga(db: None) -> Employee:
    """Owner of the policy, without any role."""
    return make_employee("Olga Stern", number="E-0007")


@pytest.fixture
def policy(olga: Employee) -> Policy:
    policy = make_policy()
    policy.owner = olga
    policy.save()
    return policy


@pytest.fixture
def draft(policy: Policy, tomas: Employee) -> PolicyVersion:
    return write_draft(policy, author=tomas)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient_name", flat=True))


def mailed(kind: str, to: Employee, mailoutbox: list[Any]) -> Any:
    """The mail that goes out to this person, or None when it is not wanted any more."""
    notice = Notice.objects.filter(kind=kind, recipient_uuid=to.uuid).order_by("-pk")[0]
    send({"notice": str(notice.uuid)}, NOW)()
    return mailoutbox.pop() if mailoutbox else None


def test_who_may_approve_hears_of_a_version_in_review(
    draft: PolicyVersion, tomas: Employee, dara: Employee, cleo: Employee, hana: Employee, mallory: Employee
) -> None:
    submit(draft, by=tomas, now=NOW)
    assert told(TO_REVIEW) == ["Cleo Marchetti", "Olga Stern"]
    assert told(DECIDED) == []


def test_who_wrote_in_it_or_left_or_is_both_owner_and_compliance_gets_no_mail_too_many(
    draft: PolicyVersion, policy: Policy, tomas: Employee, olga: Employee, cleo: Employee, hospital: Department
) -> None:
    gone = make_employee("Gus Gone", department=hospital, roles=(Role.COMPLIANCE,))
    Employee.objects.filter(pk=gone.pk).update(is_active=False)
    policy.owner = cleo
    policy.save()
    carl = make_employee("Carl Writer", department=hospital, roles=(Role.AUTHOR, Role.COMPLIANCE))
    save_text(draft, language="en-US", markdown=V2, statement=STATEMENT, by=carl, now=NOW)
    submit(draft, by=tomas, now=NOW)
    assert told(TO_REVIEW) == ["Cleo Marchetti"]


def test_what_is_refused_tells_nobody(draft: PolicyVersion, tomas: Employee, cleo: Employee) -> None:
    desk = Desk.of(tomas, draft)
    desk.post("draft-submit")
    desk.post("draft-submit")
    assert Notice.objects.filter(kind=TO_REVIEW).count() == 2
    assert Desk.of(cleo, draft).post("draft-review", act="return", comment=" ").status_code == 422
    assert told(DECIDED) == []


def test_each_turn_is_told_once(draft: PolicyVersion, tomas: Employee, olga: Employee, cleo: Employee) -> None:
    submit(draft, by=tomas, now=NOW)
    send_back(draft, by=cleo, comment="Say who.", now=NOW)
    assert told(DECIDED) == ["Tomás Herrera"]
    submit(draft, by=tomas, now=NOW)
    approve(draft, by=olga, now=NOW)
    assert told(TO_REVIEW) == ["Cleo Marchetti", "Cleo Marchetti", "Olga Stern", "Olga Stern"]
    assert told(DECIDED) == ["Tomás Herrera", "Tomás Herrera"]


def test_who_sent_it_to_review_hears_too_and_who_decided_does_not(
    draft: PolicyVersion, tomas: Employee, dara: Employee, cleo: Employee
) -> None:
    submit(draft, by=dara, now=NOW)
    approve(draft, by=cleo, now=NOW)
    assert told(DECIDED) == ["Dara Nwosu", "Tomás Herrera"]
    send_back(draft, by=dara, comment="A word is missing.", now=NOW)
    assert told(DECIDED) == ["Dara Nwosu", "Tomás Herrera", "Tomás Herrera"]


def test_the_mails_say_what_happened_and_lead_to_the_page_without_the_comment(
    draft: PolicyVersion, tomas: Employee, cleo: Employee, mailoutbox: list[Any]
) -> None:
    submit(draft, by=tomas, now=NOW)
    asked = mailed(TO_REVIEW, cleo, mailoutbox)
    send_back(draft, by=cleo, comment="Name no patient.", now=NOW)
    back = mailed(DECIDED, tomas, mailoutbox)
    submit(draft, by=tomas, now=NOW)
    approve(draft, by=cleo, comment="Good & clear.", now=NOW)
    good = mailed(DECIDED, tomas, mailoutbox)
    assert [mail.subject for mail in (asked, back, good)] == [
        "To approve: Short policy, version 1",
        "Sent back: Short policy, version 1",
        "Approved: Short policy, version 1",
    ]
    assert "Tomás Herrera sent “Short policy”, version 1, to review." in asked.body
    assert "Cleo Marchetti sent “Short policy”, version 1, back and wrote what has to change." in back.body
    assert "Cleo Marchetti approved “Short policy”, version 1." in good.body
    for mail, person, name in ((asked, cleo, "draft-review"), (back, tomas, "draft"), (good, tomas, "draft")):
        address = reverse(f"policies:{name}", args=["short", 1])
        assert f"{address}\n" in mail.body
        assert "patient" not in mail.body
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == 200


def test_nobody_is_asked_for_what_is_decided(
    draft: PolicyVersion, tomas: Employee, olga: Employee, cleo: Employee, mailoutbox: list[Any]
) -> None:
    submit(draft, by=tomas, now=NOW)
    approve(draft, by=olga, now=NOW)
    assert mailed(TO_REVIEW, cleo, mailoutbox) is None


def test_a_mail_of_an_earlier_turn_is_not_sent(
    draft: PolicyVersion, tomas: Employee, cleo: Employee, mailoutbox: list[Any]
) -> None:
    submit(draft, by=tomas, now=NOW)
    first = Notice.objects.get(kind=TO_REVIEW, recipient_uuid=cleo.uuid)
    send_back(draft, by=cleo, comment="Say who.", now=NOW)
    back = Notice.objects.get(kind=DECIDED)
    submit(draft, by=tomas, now=NOW)
    for notice in (first, back):
        send({"notice": str(notice.uuid)}, NOW)()
    assert mailoutbox == []
    assert mailed(TO_REVIEW, cleo, mailoutbox) is not None


def test_who_lost_the_power_or_left_meanwhile_gets_no_mail(
    draft: PolicyVersion, policy: Policy, tomas: Employee, olga: Employee, cleo: Employee, mailoutbox: list[Any]
) -> None:
    submit(draft, by=tomas, now=NOW)
    policy.owner = None
    policy.save()
    Employee.objects.filter(pk=cleo.pk).update(is_active=False)
    assert mailed(TO_REVIEW, olga, mailoutbox) is None
    assert mailed(TO_REVIEW, cleo, mailoutbox) is None


def test_an_approval_is_still_told_after_publication(
    draft: PolicyVersion, tomas: Employee, cleo: Employee, mailoutbox: list[Any]
) -> None:
    submit(draft, by=tomas, now=NOW)
    approve(draft, by=cleo, now=NOW)
    publish(draft, by=cleo, now=NOW)
    assert mailed(DECIDED, tomas, mailoutbox).subject.startswith("Approved")
