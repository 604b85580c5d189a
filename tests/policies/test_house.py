"""Who answers for a policy, and how often it is reviewed: who may change it, what is noted, what stays frozen."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from people.models import Employee
from policies.errors import ChangedMeanwhile
from policies.models import Policy, PolicyVersion
from policies.selectors.house import house_digest
from policies.services.owning import change_house
from tests.factories import NOW
from tests.policies.authors import V2, V2_MARKS, make_policy, published, write_draft
from tests.policies.desk import Desk, signed_in, words
from toolkit.errors import DomainError

PAGE = "/policies/drafts/short/owner-and-review/"


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy()


def _save(person: Employee, **fields: str) -> Any:
    client = signed_in(person)
    data = {"owner": "", "owner_title": "Compliance", "review_months": "12"} | fields
    if "seen" not in data:
        data["seen"] = client.get(PAGE).context["form"]["seen"].value()
    return client.post(PAGE, data, follow=True)


def test_compliance_changes_owner_and_months_and_it_is_noted(policy: Policy, cleo: Employee, ada: Employee) -> None:
    write_draft(policy, author=ada)
    page = words(_save(cleo, owner=ada.number or "", owner_title="", review_months="24"))
    policy.refresh_from_db()
    assert (policy.owner, policy.owner_title, policy.review_months) == (ada, "", 24)
    assert "It is saved." in page
    for told in (
        f"Owner: – → {ada.name} ({ada.number})",
        "Office that answers for it: Compliance → –",
        "Months until it is reviewed: 12 → 24",
        cleo.name,
    ):
        assert told in page
    assert LogEntry.objects.get().user == cleo


def test_the_page_of_a_version_leads_there(policy: Policy, cleo: Employee, tomas: Employee) -> None:
    draft = write_draft(policy, author=tomas)
    assert PAGE in words(Desk.of(cleo, draft).get("draft"))
    assert PAGE not in words(Desk.of(tomas, draft).get("draft"))
    assert "after 12 months" in words(Desk.of(tomas, draft).get("draft"))


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory", "tomas"])
def test_who_does_not_decide_on_it_finds_no_page(who: str, policy: Policy, request: pytest.FixtureRequest) -> None:
    """Authors neither: who names the owner names somebody who approves."""
    client = signed_in(request.getfixturevalue(who))
    data = {"owner_title": "Me", "review_months": "1", "seen": house_digest(policy)}
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data).status_code == 404
    policy.refresh_from_db()
    assert policy.owner_title == "Compliance"


def test_an_owner_hands_over_and_then_has_no_say(policy: Policy, ada: Employee, boris: Employee) -> None:
    Policy.objects.update(owner=ada)
    other = make_policy("other")
    address = reverse("policies:house", args=[other.slug])
    assert signed_in(ada).get(address).status_code == 404
    client = signed_in(ada)
    seen = client.get(PAGE).context["form"]["seen"].value()
    data = {"owner": boris.number, "owner_title": "", "review_months": "12", "seen": seen}
    assert client.post(PAGE, data)["Location"] == "/policies/drafts/"
    assert client.get(PAGE).status_code == 404
    assert signed_in(boris).get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"owner_title": ""}, "Say who answers for the policy"),
        ({"owner": "E-9999"}, "Nobody who works here has this number or address."),
        ({"review_months": "0"}, "Enter at least 1 month."),
        ({"review_months": "121"}, "Enter at most 120 months."),
        ({"review_months": "often"}, "Enter the months as a whole number."),
        ({"review_months": ""}, "Enter after how many months it is reviewed."),
        ({"owner_title": "x" * 201}, "at most 200 characters"),
        ({"owner_title": "a\u202eb"}, "Leave out line breaks"),
    ],
)
def test_what_will_not_do_is_refused_with_the_reason(
    policy: Policy, cleo: Employee, fields: dict[str, str], says: str
) -> None:
    answer = _save(cleo, **{"owner_title": "The office", **fields})
    assert answer.status_code == 422
    assert says in words(answer)
    policy.refresh_from_db()
    assert (policy.owner_title, policy.review_months) == ("Compliance", 12)
    assert not LogEntry.objects.exists()


def test_the_second_of_two_is_told_and_loses_nothing(policy: Policy, cleo: Employee, ada: Employee) -> None:
    seen = house_digest(policy)
    Policy.objects.update(owner=ada)
    _save(ada, owner=ada.number or "", review_months="6")
    answer = _save(cleo, owner_title="Legal", review_months="36", seen=seen)
    assert answer.status_code == 422
    page = words(answer)
    assert "Somebody else changed this meanwhile." in page
    assert "Months until it is reviewed: 12 → 6" in page
    assert 'value="36"' in page
    policy.refresh_from_db()
    assert policy.review_months == 6
    again = answer.context["form"]["seen"].value()
    assert _save(cleo, owner_title="Legal", review_months="36", seen=again).status_code == 200
    policy.refresh_from_db()
    assert (policy.owner_title, policy.review_months) == ("Legal", 36)


def test_the_same_again_notes_nothing(policy: Policy, cleo: Employee) -> None:
    assert _save(cleo, seen="something old").status_code == 200
    assert not LogEntry.objects.exists()


def test_the_rules_hold_without_the_form(policy: Policy, cleo: Employee) -> None:
    good: dict[str, Any] = {"owner": None, "owner_title": "Legal", "review_months": 12, "by": cleo, "now": NOW}
    with pytest.raises(ChangedMeanwhile):
        change_house(policy, **good, seen="")
    for wrong in ({"owner_title": ""}, {"review_months": 0}, {"review_months": 121}):
        with pytest.raises(DomainError):
            change_house(policy, **{**good, **wrong}, seen=house_digest(policy))
    assert not LogEntry.objects.exists()


def test_nothing_frozen_moves_and_the_next_version_goes_by_the_new_months(
    policy: Policy, tomas: Employee, cleo: Employee, ada: Employee
) -> None:
    first = published(policy, author=tomas, reviewer=cleo)
    frozen = PolicyVersion.objects.values().get(pk=first.pk)
    assert _save(cleo, owner=ada.number or "", review_months="3").status_code == 200
    assert PolicyVersion.objects.values().get(pk=first.pk) == frozen
    second = published(
        Policy.objects.get(), author=tomas, reviewer=cleo, markdown=V2, marks=V2_MARKS, now=timezone.now()
    )
    assert second.effective_on is not None
    assert second.review_on is not None
    assert timedelta(days=89) <= second.review_on - second.effective_on <= timedelta(days=92)


def test_a_policy_without_a_version_has_the_page_too(policy: Policy, cleo: Employee) -> None:
    page = words(signed_in(cleo).get(PAGE))
    assert 'href="/policies/drafts/"' in page
    assert signed_in(cleo).get("/policies/drafts/none/owner-and-review/").status_code == 404
