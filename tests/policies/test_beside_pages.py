"""What readers are told of a change that is in no clause: another statement, other files; and the files themselves."""

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Employee
from policies.models import Policy, PolicyVersion
from policies.services.attaching import attach, detach
from policies.services.drafting import save_summary, save_text, start_draft
from policies.services.publishing import publish
from policies.services.reviewing import approve, submit
from tests.factories import NOW
from tests.policies.authors import V1, make_policy, write_draft
from tests.policies.desk import Desk
from tests.policies.test_sign_pages import token_on
from tests.support.policies import STATEMENT
from tests.support.signing import shown_to, sign

NEW_STATEMENT = "I have read this and ask when I am not sure."
SUMMARY = "The poster replaces <the> card."
SAME = "All clauses are the same. The statement to sign is not the same. The attached files are not the same."


def _put(draft: PolicyVersion, name: str, by: Employee, data: bytes = b"%PDF-1.7 one") -> None:
    attach(draft, file=ContentFile(data), name=name, by=by, now=NOW)


def _publish(draft: PolicyVersion, author: Employee, reviewer: Employee, on: date) -> None:
    submit(draft, by=author, now=NOW)
    approve(draft, by=reviewer, now=NOW)
    publish(draft, by=None, effective_on=on, now=timezone.now())


def _today() -> date:
    return timezone.localdate()


@pytest.fixture
def policy(ada: Employee, cleo: Employee) -> Policy:
    made = make_policy()
    draft = write_draft(made, author=ada)
    for name in ("card.pdf", "map.pdf"):
        _put(draft, name, ada)
    _publish(draft, ada, cleo, _today() - timedelta(days=10))
    return made


@pytest.fixture
def second(policy: Policy, ada: Employee) -> PolicyVersion:
    """A draft in which every clause is the same: other words to sign, one file new, one taken out, one replaced."""
    draft = start_draft(policy, author=ada, now=NOW)
    save_text(draft, language="en-US", markdown=V1, statement=NEW_STATEMENT, by=ada, now=NOW)
    save_summary(draft, summary=SUMMARY, by=ada, now=NOW)
    for name in ("card.pdf", "map.pdf"):
        detach(draft, name=name, by=ada, now=NOW)
    _put(draft, "poster.pdf", ada)
    _put(draft, "map.pdf", ada, b"%PDF-1.7 two")
    return draft


@pytest.fixture
def told(policy: Policy, second: PolicyVersion, ada: Employee, cleo: Employee, mallory: Employee) -> Client:
    """Mallory, who signed version 1, when version 2 is in force."""
    sign(mallory, policy, now=timezone.now())
    _publish(second, ada, cleo, _today())
    client = Client()
    client.force_login(mallory)
    return client


def _page(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def _link(number: int, name: str) -> str:
    return f'href="{reverse("policies:attachment", args=["short", number, name])}"'


def _says_what_changed(page: str) -> None:
    assert SAME in page
    assert f"<del>{STATEMENT}</del>" in page
    assert f"<ins>{NEW_STATEMENT}</ins>" in page
    for words in (
        "New attachment: poster.pdf",
        "Attachment taken out: card.pdf",
        "Attachment replaced: map.pdf",
        "What changed, and why",
        "The poster replaces &lt;the&gt; card.",
    ):
        assert words in page
    assert _link(2, "poster.pdf") in page
    assert _link(2, "map.pdf") in page
    assert _link(2, "card.pdf") not in page


def test_who_signs_again_sees_the_statement_before_and_now_and_the_files(told: Client) -> None:
    page = _page(told, reverse("policies:sign", args=["short"]))
    _says_what_changed(page)
    check = _page(told, reverse("policies:sign-check", args=["short"]), shown=token_on(page))
    assert "what changed since version 1. The statement to sign is not the same. The attached files are not" in check
    assert _link(2, "poster.pdf") in check


def test_who_compares_versions_sees_the_same(told: Client) -> None:
    _says_what_changed(_page(told, reverse("policies:changes", args=["short", 1, 2])))


def test_the_page_of_the_policy_does_not_say_that_nothing_changed(told: Client) -> None:
    page = _page(told, reverse("policies:policy", args=["short"]))
    assert SAME in page
    assert "0 clauses" not in page


def test_somebody_new_is_given_the_files_and_why_the_version_is_there(told: Client, boris: Employee) -> None:
    told.force_login(boris)
    page = _page(told, reverse("policies:sign", args=["short"]))
    assert _link(2, "poster.pdf") in page
    assert "The poster replaces &lt;the&gt; card." in page
    assert "Beside the clauses" not in page
    check = _page(told, reverse("policies:sign-check", args=["short"]), shown=token_on(page))
    assert "the whole text" in check
    assert _link(2, "map.pdf") in check


def test_what_stays_the_same_is_not_said_to_have_changed(
    policy: Policy, ada: Employee, cleo: Employee, mallory: Employee, client: Client
) -> None:
    sign(mallory, policy, now=timezone.now())
    draft = start_draft(policy, author=ada, now=NOW)
    save_text(draft, language="en-US", markdown=V1.replace("# ", "# Our ", 1), statement=STATEMENT, by=ada, now=NOW)
    _publish(draft, ada, cleo, _today())
    client.force_login(mallory)
    for name, args in (("policy", ["short"]), ("sign", ["short"]), ("changes", ["short", 1, 2])):
        page = _page(client, reverse(f"policies:{name}", args=args))
        assert "All clauses are the same. The title is not the same." in page
        assert "The statement to sign is not the same" not in page
        assert "The attached files are not the same" not in page


def test_summaries_of_all_versions_since_the_signature_are_read(
    told: Client, policy: Policy, ada: Employee, cleo: Employee
) -> None:
    draft = start_draft(policy, author=ada, now=NOW)
    save_text(draft, language="en-US", markdown=V1, statement=STATEMENT, by=ada, now=NOW)
    save_summary(draft, summary="The old words again.", by=ada, now=NOW)
    _publish(draft, ada, cleo, _today())
    page = _page(told, reverse("policies:sign", args=["short"]))
    assert page.index("<h3>Version 2</h3>") < page.index("replaces &lt;the&gt;") < page.index("The old words again.")
    assert "The statement to sign is not the same" not in page  # it is what was signed


def test_the_difference_that_is_hashed_holds_clauses_alone(
    policy: Policy, second: PolicyVersion, told: Client, mallory: Employee
) -> None:
    """Statement and version have digests of their own in the record."""
    shown = shown_to(mallory, policy, now=timezone.now())
    told.post(
        reverse("policies:sign-check", args=["short"]),
        {"shown": token_on(_page(told, reverse("policies:sign", args=["short"]))), "typed_name": mallory.name},
    )
    row = mallory.attestations.get(version=second)
    assert (row.difference_sha256, row.statement_sha256) == (shown.difference_sha256, shown.statement_sha256)


def test_the_page_before_publishing_names_what_readers_will_see(
    second: PolicyVersion, ada: Employee, cleo: Employee
) -> None:
    submit(second, by=ada, now=NOW)
    approve(second, by=cleo, now=NOW)
    days = {"effective_on": _today().isoformat(), "review_on": (_today() + timedelta(days=365)).isoformat()}
    answer = Desk.of(cleo, second).get("draft-publish", **days)
    page = " ".join(answer.content.decode().split())
    for words in (
        "All clauses stay the same.",
        "The statement to sign changes.",
        "New attachments: poster.pdf",
        "Attachments taken out: card.pdf",
        "Attachments replaced: map.pdf",
    ):
        assert words in page
    assert "The title changes." not in page
