"""What is being written: the list, a version's own page, how one begins and ends."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from people.models import Employee
from policies.models import Policy, PolicyVersion
from policies.services.reviewing import submit
from tests.factories import NOW
from tests.policies.authors import V2, approved, make_policy, published, write_draft
from tests.policies.desk import Desk, signed_in, words

LIST = "/policies/drafts/"


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory"])
def test_who_neither_writes_nor_decides_finds_no_desk(
    who: str, tomas: Employee, request: pytest.FixtureRequest
) -> None:
    draft = write_draft(make_policy(), author=tomas)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(LIST).status_code == 404
    for name in ("draft", "draft-changes", "draft-attachments", "draft-review", "draft-publish", "draft-withdraw"):
        address = reverse(f"policies:{name}", args=[draft.policy.slug, draft.number])
        assert client.get(address).status_code == 404, name
        assert client.post(address).status_code in (404, 405), name


@pytest.mark.parametrize("who", ["tomas", "cleo"])
def test_authors_and_compliance_see_every_draft_and_whose_turn_it_is(
    who: str, tomas: Employee, request: pytest.FixtureRequest
) -> None:
    write_draft(make_policy(), author=tomas)
    page = words(signed_in(request.getfixturevalue(who)).get(LIST))
    assert "Short policy, version 1" in page
    assert "Tomás Herrera writes and sends it to review." in page
    assert ("Your turn" in page) == (who == "tomas")


def test_an_owner_sees_only_what_is_theirs(tomas: Employee, ada: Employee) -> None:
    mine, other = make_policy("mine"), make_policy("other")
    Policy.objects.filter(pk=mine.pk).update(owner=ada)
    draft = write_draft(Policy.objects.get(pk=mine.pk), author=tomas)
    write_draft(other, author=tomas)
    client = signed_in(ada)
    page = words(client.get(LIST))
    assert "/policies/drafts/mine/1/" in page
    assert "/policies/drafts/other/1/" not in page
    assert "Begin a new policy" not in page
    assert client.get("/policies/drafts/other/1/").status_code == 404
    assert client.get("/policies/drafts/mine/1/").status_code == 200
    submit(draft, by=tomas, now=NOW)
    assert "Your turn" in words(client.get(LIST))


def test_the_list_asks_the_database_the_same_however_long_it_is(
    tomas: Employee, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        submit(write_draft(make_policy(f"policy-{number}"), author=tomas), by=tomas, now=NOW)
    client = signed_in(tomas)
    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_the_next_version_begins_as_a_copy_and_a_second_click_leads_to_it(
    tomas: Employee, dara: Employee, cleo: Employee
) -> None:
    published(make_policy(), author=tomas, reviewer=cleo)
    address = "/policies/drafts/short/2/"
    answer = signed_in(dara).post(reverse("policies:draft-start"), {"policy": "short"})
    assert answer["Location"] == address
    again = signed_in(tomas).post(reverse("policies:draft-start"), {"policy": "short"}, follow=True)
    assert again.redirect_chain[-1][0] == address
    assert "Dara Nwosu is writing version 2 of this policy" in words(again)
    assert PolicyVersion.objects.filter(number=2).count() == 1


@pytest.mark.parametrize("policy", ["", "none", "x" * 200])
def test_beginning_nothing_leads_back_to_the_list(tomas: Employee, policy: str) -> None:
    answer = signed_in(tomas).post(reverse("policies:draft-start"), {"policy": policy}, follow=True)
    assert answer.status_code == 200
    assert "Choose a policy first." in words(answer)


def _new(client: Client, **fields: str) -> Any:
    data = {"title": "Photos at work", "owner": "", "owner_title": "Compliance", "review_months": "12"} | fields
    return client.post(reverse("policies:draft-new"), data)


def test_a_new_policy_begins_with_a_title_and_a_name_made_from_it(tomas: Employee, ada: Employee) -> None:
    answer = _new(signed_in(tomas), owner=ada.number, review_months="24")
    assert answer["Location"] == "/policies/drafts/photos-at-work/1/text/en-US/"
    policy = Policy.objects.get(slug="photos-at-work")
    assert (policy.owner, policy.review_months) == (ada, 24)
    version = policy.versions.get()
    assert (version.author, version.texts.get().title) == (tomas, "Photos at work")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ""}, "Enter the title."),
        ({"title": "*Photos* at work"}, "markup"),
        ({"title": "日本"}, "Choose another name"),
        ({"slug": "drafts"}, "Choose another name"),
        ({"slug": "Not this"}, "Choose another name"),
        ({"slug": "short"}, "There is a policy with this address already."),
        ({"owner": "nobody@example.org"}, "Nobody who works here has this number or address."),
        ({"owner_title": ""}, "Say who answers for the policy"),
        ({"review_months": "0"}, "Enter at least 1 month."),
        ({"review_months": "often"}, "Enter the months as a whole number."),
    ],
)
def test_a_new_policy_that_will_not_do_is_refused_with_the_reason(
    tomas: Employee, fields: dict[str, str], says: str
) -> None:
    make_policy()
    answer = _new(signed_in(tomas), **fields)
    assert answer.status_code == 422
    assert says in words(answer)
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("who", ["ada", "cleo", "hana"])
def test_only_authors_begin_and_write(who: str, tomas: Employee, request: pytest.FixtureRequest) -> None:
    draft = write_draft(make_policy(), author=tomas)
    desk = Desk.of(request.getfixturevalue(who), draft)
    assert _new(desk.client).status_code == 403
    assert desk.client.post(reverse("policies:draft-start"), {"policy": "short"}).status_code == 403
    for name, more in (
        ("draft-text", ("en-US",)),
        ("draft-preview", ("en-US",)),
        ("draft-text-remove", ("en-US",)),
        ("draft-language", ()),
        ("draft-discard", ()),
        ("draft-submit", ()),
        ("draft-attachment-remove", ()),
    ):
        assert desk.post(name, *more).status_code == 403, name
    assert desk.state() == "draft"


def test_the_page_of_a_version_says_what_is_to_be_done(tomas: Employee, cleo: Employee) -> None:
    policy = make_policy()
    published(policy, author=tomas, reviewer=cleo)
    draft = write_draft(policy, author=tomas, markdown=V2)
    page = words(Desk.of(tomas, draft).get("draft"))
    assert "Send to review" in page
    assert "4 clauses differ from version 1." in page
    assert "2 to mark" in page
    submit(draft, by=tomas, now=NOW)
    mine, hers = words(Desk.of(tomas, draft).get("draft")), words(Desk.of(cleo, draft).get("draft"))
    assert "It is your turn." not in mine
    assert "Read and decide" in hers


def test_a_published_version_shows_its_history_and_its_digest(tomas: Employee, cleo: Employee) -> None:
    version = published(make_policy(), author=tomas, reviewer=cleo)
    page = words(Desk.of(cleo, version).get("draft"))
    assert version.digest in page
    for word in ("Sent to review", "Approved", "Published", "Cleo Marchetti", "Withdraw…"):
        assert word in page
    assert "Withdraw…" not in words(Desk.of(tomas, version).get("draft"))


def test_a_draft_is_thrown_away_after_a_question(tomas: Employee) -> None:
    desk = Desk.of(tomas, write_draft(make_policy(), author=tomas))
    assert "Throw the draft away?" in words(desk.get("draft-discard"))
    assert PolicyVersion.objects.exists()
    assert desk.post("draft-discard")["Location"] == LIST
    assert not PolicyVersion.objects.exists()
    assert desk.post("draft-discard").status_code == 404  # a second click


@pytest.mark.parametrize(("page", "more"), [("draft-discard", ()), ("draft-text-remove", ("en-US",))])
def test_a_published_version_is_not_asked_about_as_if_it_could_go(
    page: str, more: tuple[str, ...], tomas: Employee, cleo: Employee
) -> None:
    desk = Desk.of(tomas, published(make_policy(), author=tomas, reviewer=cleo))
    answer = desk.client.get(desk.url(page, *more), follow=True)
    assert [address for address, _status in answer.redirect_chain] == [desk.url("draft")]
    assert "Version 1 is not a draft any more, so it stays." in words(answer)


def test_a_version_that_was_in_review_is_not_thrown_away(tomas: Employee, cleo: Employee) -> None:
    desk = Desk.of(tomas, approved(make_policy(), author=tomas, reviewer=cleo))
    answer = desk.client.post(desk.url("draft-discard"), follow=True)
    assert "This version is not a draft any more." in words(answer)
    assert PolicyVersion.objects.exists()
