"""Questions and refusals: who is told, who may read and answer, and that they are no signatures."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Completion
from notices.handlers import send
from notices.models import Notice
from people.models import Employee
from policies.errors import AlreadyAnswered, OwnEnquiry
from policies.models import Attestation, Enquiry, EnquiryReply, Policy
from policies.selectors.enquiries import ASKED
from policies.services.enquiring import REPLIED, ask, reply
from tests.courses.signing import make_signing_course, up_to_signature
from tests.factories import LONG_AGO, NOW, TODAY, make_employee
from tests.policies.factories import SLUG, make_policy_version, make_withdrawal

ASK = f"/policies/{SLUG}/ask/"
WORDS = "Does this hold for my own pictures?"


@pytest.fixture
def olga(db: None) -> Employee:
    """Owner of the policy, without any role."""
    return make_employee("Olga Stern", number="E-0007")


@pytest.fixture
def policy(olga: Employee) -> Policy:
    return make_policy_version(owner=olga).policy


def asked(policy: Policy, person: Employee, **fields: Any) -> Enquiry:
    more: dict[str, Any] = {"kind": Enquiry.Kind.QUESTION, "text": WORDS, "now": NOW} | fields
    return ask(policy.versions.get(), employee=person, **more)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient_name", flat=True))


def test_a_question_goes_to_the_owner(policy: Policy, ada: Employee, cleo: Employee) -> None:
    asked(policy, ada)
    assert told(ASKED) == ["Olga Stern"]


def test_without_an_owner_it_goes_to_compliance(ada: Employee, cleo: Employee) -> None:
    asked(make_policy_version().policy, ada)
    assert told(ASKED) == ["Cleo Marchetti"]


def test_an_owner_who_left_or_asks_leaves_it_to_compliance(policy: Policy, olga: Employee, cleo: Employee) -> None:
    asked(policy, olga)
    Employee.objects.filter(pk=olga.pk).update(is_active=False)
    asked(Policy.objects.get(), make_employee("Sam Doe"))
    assert told(ASKED) == ["Cleo Marchetti", "Cleo Marchetti"]


def test_an_owner_whose_last_day_is_over_or_without_an_address_leaves_it_to_compliance(
    policy: Policy, olga: Employee, cleo: Employee
) -> None:
    """Access of somebody who left ends at night; until then the account is still active."""
    Employee.objects.filter(pk=olga.pk).update(left_on=TODAY)
    asked(Policy.objects.get(), make_employee("Sam Doe"))
    Employee.objects.filter(pk=olga.pk).update(left_on=None, email="")
    asked(Policy.objects.get(), make_employee("Sue Doe"))
    assert told(ASKED) == ["Cleo Marchetti", "Cleo Marchetti"]


def test_without_anybody_else_it_goes_to_administrators_who_then_read_and_answer_it(
    client: Client, policy: Policy, ada: Employee, olga: Employee, cleo: Employee, root: Employee
) -> None:
    before = asked(policy, ada, text="Earlier.")
    Employee.objects.filter(pk=olga.pk).update(is_active=False)
    row = asked(Policy.objects.get(), cleo)
    assert told(ASKED) == ["Olga Stern", root.name]
    client.force_login(root)
    address = reverse("policies:enquiry", args=[row.uuid])
    assert address in client.get(reverse("policies:enquiries")).content.decode()
    assert client.post(address, {"text": "It does.", "answer": "1"}).status_code == 302
    assert EnquiryReply.objects.get().is_answer
    assert client.get(reverse("policies:enquiry", args=[before.uuid])).status_code == 404


def test_where_nobody_can_be_told_it_is_kept(policy: Policy, olga: Employee, ada: Employee, cleo: Employee) -> None:
    Employee.objects.filter(pk__in=[olga.pk, cleo.pk]).update(email="")
    assert asked(Policy.objects.get(), ada) == Enquiry.objects.get()
    assert told(ASKED) == []


def test_a_double_click_asks_once(policy: Policy, ada: Employee) -> None:
    first = asked(policy, ada)
    assert asked(policy, ada, now=NOW + timedelta(seconds=3)) == first
    assert asked(policy, ada, now=NOW + timedelta(hours=1)) != first
    assert Enquiry.objects.count() == 2


def test_the_mail_has_the_link_and_not_the_words(policy: Policy, ada: Employee, mailoutbox: list[Any]) -> None:
    row = asked(policy, ada, kind=Enquiry.Kind.REFUSAL)
    send({"notice": str(Notice.objects.get().uuid)}, NOW)()
    reply(row, by=policy.owner or ada, text="It does.", is_answer=True, now=NOW)
    send({"notice": str(Notice.objects.get(kind=REPLIED).uuid)}, NOW)()
    first, second = mailoutbox
    assert (first.subject, second.subject) == (
        "Somebody cannot sign: Social media use",
        "A reply to you about: Social media use",
    )
    for mail in (first, second):
        assert reverse("policies:enquiry", args=[row.uuid]) in mail.body
        assert WORDS not in mail.body
        assert "It does." not in mail.body
    assert (first.to, second.to) == (['"Olga Stern" <e-0007@example.org>'], ['"Ada Osei" <e-0001@example.org>'])


def test_an_answered_question_is_not_mailed_any_more(policy: Policy, ada: Employee, mailoutbox: list[Any]) -> None:
    row = asked(policy, ada)
    reply(row, by=policy.owner or ada, text="It does.", is_answer=True, now=NOW)
    send({"notice": str(Notice.objects.get(kind=ASKED).uuid)}, NOW)()
    assert mailoutbox == []


def test_the_asker_is_told_of_replies_by_others_only(policy: Policy, ada: Employee, olga: Employee) -> None:
    row = asked(policy, ada)
    reply(row, by=olga, text="Which ones?", is_answer=False, now=NOW)
    reply(row, by=ada, text="Of my garden.", is_answer=False, now=NOW)
    assert told(REPLIED) == ["Ada Osei"]
    assert told(ASKED) == ["Olga Stern", "Olga Stern"]


def test_nobody_answers_their_own(policy: Policy, olga: Employee) -> None:
    row = asked(policy, olga)
    with pytest.raises(OwnEnquiry):
        reply(row, by=olga, text="Yes.", is_answer=True, now=NOW)
    assert not EnquiryReply.objects.exists()


def test_there_is_one_answer_and_nothing_after_it(policy: Policy, ada: Employee, olga: Employee) -> None:
    row = asked(policy, ada)
    reply(row, by=olga, text="Yes.", is_answer=True, now=NOW)
    for by, is_answer in ((olga, True), (ada, False)):
        with pytest.raises(AlreadyAnswered):
            reply(row, by=by, text="And no.", is_answer=is_answer, now=NOW)
    assert EnquiryReply.objects.count() == 1


def test_a_refusal_is_no_signature(policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    row = asked(policy, ada, kind=Enquiry.Kind.REFUSAL)
    assert policy.owner is not None
    reply(row, by=policy.owner, text="I see.", is_answer=True, now=NOW)
    assert not Attestation.objects.exists()
    assert not Completion.objects.exists()


# --- pages


def test_asking_about_a_clause(client: Client, policy: Policy, ada: Employee) -> None:
    client.force_login(ada)
    page = client.get(ASK, {"kind": "refusal", "clause": "privacy"}).content.decode()
    assert "It goes to Olga Stern" in page
    assert "1. Privacy" in page
    answer = client.post(ASK, {"kind": "refusal", "clause": "privacy", "text": "I cannot promise that."})
    row = Enquiry.objects.get()
    assert (row.employee, row.kind, row.clause_key, row.version.number) == (ada, "refusal", "privacy", 1)
    page = client.get(answer["Location"]).content.decode()
    assert "I cannot promise that." in page
    assert "This is no signature" in page
    assert "#clause-privacy" in page


def test_the_page_says_to_whom_it_goes(
    client: Client, policy: Policy, ada: Employee, olga: Employee, cleo: Employee, root: Employee
) -> None:
    client.force_login(ada)
    for change, words in (
        ({}, "It goes to Olga Stern, who answers for this policy."),
        ({"owner_left": True}, "It goes to compliance."),
        ({"no_compliance": True}, "It goes to the administrators."),
        ({"nobody": True}, "Nobody can be told by mail just now. Compliance reads it here."),
    ):
        if "owner_left" in change:
            Employee.objects.filter(pk=olga.pk).update(left_on=LONG_AGO)
        if "no_compliance" in change:
            Employee.objects.filter(pk=cleo.pk).update(is_active=False)
        if "nobody" in change:
            Employee.objects.filter(pk=root.pk).update(email="")
        assert words in client.get(ASK).content.decode()


def test_the_page_to_sign_shows_what_is_not_answered_yet(
    client: Client, policy: Policy, ada: Employee, olga: Employee, boris: Employee
) -> None:
    row = asked(policy, ada, kind=Enquiry.Kind.REFUSAL)
    address = reverse("policies:enquiry", args=[row.uuid])
    for person, is_shown in ((ada, True), (boris, False)):
        client.force_login(person)
        page = client.get(f"/policies/{SLUG}/sign/").content.decode()
        assert ("You wrote that you cannot sign this. There is no answer yet." in page) == is_shown
        assert (address in page) == is_shown
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    assert address in client.get(f"/policies/{SLUG}/sign/", follow=True).content.decode()
    reply(row, by=olga, text="I see.", is_answer=True, now=NOW)
    assert address not in client.get(f"/policies/{SLUG}/sign/", follow=True).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose whether you have a question or cannot sign."),
        ({"kind": "question"}, "Write what you want to know, or why you cannot sign."),
        ({"kind": "question", "text": "x" * 4001}, "4000"),
        ({"kind": "question", "text": "Why\u202e?"}, "invisible character (U+202E) after “Why”"),
        ({"kind": "praise", "text": "Good."}, "Choose one from the list."),
        ({"kind": "question", "text": "Why?", "clause": "nothing"}, "Choose one from the list."),
    ],
)
def test_a_bad_enquiry_says_what_to_do(
    client: Client, policy: Policy, ada: Employee, data: dict[str, str], words: str
) -> None:
    client.force_login(ada)
    answer = client.post(ASK, data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Enquiry.objects.exists()


def test_nothing_is_asked_about_what_is_not_in_force(client: Client, policy: Policy, ada: Employee) -> None:
    make_withdrawal(policy.versions.get())
    client.force_login(ada)
    assert client.get(ASK).status_code == 404


def test_who_asked_who_owns_and_compliance_read_it_and_nobody_else(
    client: Client,
    policy: Policy,
    ada: Employee,
    boris: Employee,
    hana: Employee,
    cleo: Employee,
    olga: Employee,
    mallory: Employee,
) -> None:
    row = asked(policy, ada)
    address = reverse("policies:enquiry", args=[row.uuid])
    for person, status in ((ada, 200), (olga, 200), (cleo, 200), (boris, 404), (hana, 404), (mallory, 404)):
        client.force_login(person)
        assert client.get(address).status_code == status
        listed = client.get(reverse("policies:enquiries")).content.decode()
        assert (address in listed) == (status == 200)
        if status == 404:
            assert client.post(address, {"text": "Hm.", "answer": "1"}).status_code == 404
    assert not EnquiryReply.objects.exists()


def test_an_owner_sees_nothing_of_other_policies(client: Client, policy: Policy, ada: Employee, olga: Employee) -> None:
    other = make_policy_version(slug="photography").policy
    row = asked(other, ada)
    client.force_login(olga)
    assert client.get(reverse("policies:enquiry", args=[row.uuid])).status_code == 404


def test_the_owner_answers_and_the_asker_reads_it(
    client: Client, policy: Policy, ada: Employee, olga: Employee
) -> None:
    row = asked(policy, ada)
    address = reverse("policies:enquiry", args=[row.uuid])
    client.force_login(olga)
    page = client.get(address).content.decode()
    assert WORDS in page
    assert client.post(address, {"text": "Only of patients.", "answer": "1"})["Location"] == address
    assert client.post(address, {"text": "Twice.", "answer": "1"}).status_code == 422
    client.force_login(ada)
    page = client.get(address).content.decode()
    assert "Only of patients." in page
    assert "Ask something else" in page
    assert "<textarea" not in page


def test_the_asker_may_add_and_not_close(client: Client, policy: Policy, ada: Employee) -> None:
    row = asked(policy, ada)
    client.force_login(ada)
    client.post(reverse("policies:enquiry", args=[row.uuid]), {"text": "Of my garden.", "answer": "1"})
    assert not EnquiryReply.objects.get().is_answer


def test_a_reply_without_words_is_refused(client: Client, policy: Policy, olga: Employee, ada: Employee) -> None:
    row = asked(policy, ada)
    client.force_login(olga)
    address = reverse("policies:enquiry", args=[row.uuid])
    for text, words in (
        (" ", "Write your reply."),
        ("\u200b", "begins with an invisible character (U+200B)."),
    ):
        answer = client.post(address, {"text": text, "answer": "1"})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not EnquiryReply.objects.exists()


def test_what_is_open_stands_first_and_filters_stand_in_the_address(
    client: Client, policy: Policy, ada: Employee, olga: Employee
) -> None:
    photos = make_policy_version(slug="photography", owner=olga).policy
    answered = asked(policy, ada, text="First.", now=NOW - timedelta(days=3))
    reply(answered, by=olga, text="So.", is_answer=True, now=NOW)
    late = asked(policy, ada, text="Second.", now=NOW - timedelta(days=2))
    refusal = asked(photos, ada, text="Third.", now=NOW - timedelta(days=1), kind=Enquiry.Kind.REFUSAL)
    client.force_login(olga)

    def listed(query: str) -> list[Enquiry]:
        page = client.get(reverse("policies:enquiries") + query).content.decode()
        places = {row: page.find(reverse("policies:enquiry", args=[row.uuid])) for row in Enquiry.objects.all()}
        return sorted((row for row in places if places[row] >= 0), key=places.__getitem__)

    assert listed("") == [late, refusal, answered]
    assert listed("?state=open") == [late, refusal]
    assert listed("?state=answered") == [answered]
    assert listed("?kind=refusal&state=open&policy=photography") == [refusal]
    assert listed("?policy=social-media-use&kind=refusal") == []
    assert listed("?state=nonsense&kind=x&policy=%00") == [late, refusal, answered]


def test_the_list_takes_few_queries(
    client: Client, policy: Policy, ada: Employee, olga: Employee, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        asked(policy, ada, text=f"Number {number}.")
    client.force_login(olga)
    with django_assert_max_num_queries(9):
        client.get(reverse("policies:enquiries"))
