"""The library, the text in force, every version, and what changed: for everybody who is signed in."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Employee
from people.roles import Role
from policies.models import Attestation, ChangeMark, Policy, PolicyVersion
from policies.selectors.library import library
from policies.services.attaching import attach
from policies.services.drafting import remove_text, save_summary, save_text, start_draft
from policies.services.publishing import publish, withdraw
from policies.services.reviewing import approve, submit
from tests.factories import NOW, make_employee
from tests.policies.authors import V1, V2, V2_MARKS, make_policy, published, write_draft
from tests.support.policies import mark
from tests.support.signing import sign


@pytest.fixture
def policy(ada: Employee, cleo: Employee) -> Policy:
    """Version 1 in force for ten days, version 2 from today."""
    made = make_policy()
    published(made, author=ada, reviewer=cleo, effective_on=_day(-10))
    return made


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _second(policy: Policy, days: int = 0) -> PolicyVersion:
    author, reviewer = make_employee("An Author"), make_employee("A Reviewer")
    return published(
        policy,
        author=author,
        reviewer=reviewer,
        markdown=V2,
        marks=V2_MARKS,
        effective_on=_day(days),
        now=timezone.now(),
    )


def _signed_in(person: Employee) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _text(person: Employee, name: str, *args: object, query: str = "") -> str:
    answer = _signed_in(person).get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_library_says_what_counts_and_what_the_reader_signed(policy: Policy, mallory: Employee) -> None:
    page = _text(mallory, "policies:library")
    assert "Short policy" in page
    assert "Not signed" in page
    signature = sign(mallory, policy, now=timezone.now())
    assert f"Signed {signature.signed_on:%b}"[:10] in _text(mallory, "policies:library")
    _second(policy)
    assert "Changed since you signed" in _text(mallory, "policies:library")


def test_the_library_is_three_queries_whatever_its_size(
    policy: Policy, mallory: Employee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for slug in ("second", "third"):
        published(
            make_policy(slug), author=make_employee(), reviewer=make_employee(), markdown=V1.replace("Short", slug)
        )
    with django_assert_num_queries(3):
        assert len(library(mallory, on=_day(0))) == 3
    library(mallory, on=_day(0), words="privacy")
    with django_assert_num_queries(3):
        assert len(library(mallory, on=_day(0), words="privacy identifies")) == 3


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("PICTURES", ["privacy"]),
        ("pícture patient", ["privacy"]),
        ("covers everyone", ["scope"]),
        ("short", []),
        ("scope privacy", None),
        ("zebra", None),
        ("%", None),
        ("é" * 200, None),
    ],
)
def test_a_search_folds_case_and_accents_and_wants_all_words_in_one_clause(
    policy: Policy, mallory: Employee, words: str, keys: list[str] | None
) -> None:
    rows = library(mallory, on=_day(0), words=words)
    assert [[found.key for found in row.found] for row in rows] == ([] if keys is None else [keys])


def test_a_search_shows_the_clause_with_the_words_marked(policy: Policy, mallory: Employee) -> None:
    page = _text(mallory, "policies:library", query="?q=IDENTIFIES")
    assert "<mark>identifies</mark>" in page
    assert 'href="/policies/short/#clause-privacy"' in page
    assert "Nothing found" in _text(mallory, "policies:library", query="?q=zebra")
    fragment = _signed_in(mallory).get("/policies/?q=zebra", headers={"HX-Request": "true"}).content.decode()
    assert "Nothing found" in fragment
    assert "<html" not in fragment


def test_drafts_are_in_the_library_of_those_who_write_and_review(
    policy: Policy, mallory: Employee, cleo: Employee, ada: Employee
) -> None:
    start_draft(policy, author=ada, now=NOW)
    write_draft(make_policy("unpublished"), author=ada, markdown=V1.replace("Short policy", "Secret plan"))
    assert "Secret plan" not in _text(mallory, "policies:library")
    assert "Version 2" not in _text(mallory, "policies:versions", "short")
    for person in (cleo, make_employee("Theo Author", roles=(Role.AUTHOR,))):
        page = _text(person, "policies:library")
        assert "Secret plan" in page
        assert "Version 2: Draft." in page
    assert "Version 2" in _text(cleo, "policies:versions", "short")


def test_the_text_has_its_clauses_with_anchors_and_hidden_keys(policy: Policy, mallory: Employee) -> None:
    page = _text(mallory, "policies:policy", "short")
    for key in ("scope", "privacy", "blocked"):
        assert f'id="clause-{key}"' in page
        assert f'href="#clause-{key}"' in page
    assert "{#" not in page
    assert "<em>identifies</em>" in page
    assert policy.versions.get().texts.get().sha256 in page
    assert "You have not signed this policy." in page


def test_the_text_says_what_the_reader_signed_and_leads_to_what_changed(policy: Policy, mallory: Employee) -> None:
    sign(mallory, policy, now=timezone.now())
    assert "You signed this version on" in _text(mallory, "policies:policy", "short")
    _second(policy)
    page = _text(mallory, "policies:policy", "short")
    assert "You signed version 1 on" in page
    assert "4 clauses have changed." in page
    assert reverse("policies:changes", args=["short", 1, 2]) in page
    changes = _text(mallory, "policies:changes", "short", 1, 2)
    assert "What changed since you signed" in changes
    assert Attestation.objects.count() == 1


def test_a_version_that_does_not_count_says_so(policy: Policy, mallory: Employee, cleo: Employee) -> None:
    second = _second(policy, days=3)
    page = _text(mallory, "policies:version", "short", 2)
    assert "This version comes into force on" in page
    assert "Read version 1, which is in force" in page
    assert "Version 2 comes into force on" in _text(mallory, "policies:policy", "short")
    withdraw(second, reason="Clause 2 was <wrong>.", by=cleo, now=timezone.now())
    page = _text(mallory, "policies:version", "short", 2)
    assert "Withdrawn on" in page
    assert "Clause 2 was &lt;wrong&gt;." in page


def test_a_replaced_version_stays_readable(policy: Policy, mallory: Employee) -> None:
    _second(policy)
    page = _text(mallory, "policies:version", "short", 1)
    assert "Not in force any more" in page
    assert "Blocked sites" in page
    assert "You have not signed" not in page


def test_a_policy_of_which_nothing_counts_says_why(policy: Policy, mallory: Employee, cleo: Employee) -> None:
    withdraw(policy.versions.get(), reason="Gone.", by=cleo, now=timezone.now())
    assert "Every version of this policy was withdrawn." in _text(mallory, "policies:policy", "short")
    assert "Short policy" not in _text(mallory, "policies:library")


def test_the_history_names_who_approved_and_what_changed(policy: Policy, mallory: Employee, cleo: Employee) -> None:
    _second(policy)
    page = _text(mallory, "policies:versions", "short")
    assert "Approved by <bdi>Cleo Marchetti</bdi>" in page
    assert "What changed from version 1" in page
    assert [page.index("Version 2") < page.index("Version 1")] == [True]


def test_the_redline_tells_words_apart_without_color(policy: Policy, mallory: Employee) -> None:
    _second(policy)
    page = _text(mallory, "policies:changes", "short", 1, 2)
    assert '<ins><span class="visually-hidden">[added: </span>' in page
    assert '<del><span class="visually-hidden">[removed: </span>' in page
    for words in ("Changed in meaning", "Changed in wording only", "New", "Removed", "It was clause 3."):
        assert words in page
    assert "4 clauses are not the same." in page


def test_versions_are_compared_from_the_older_to_the_newer(policy: Policy, mallory: Employee) -> None:
    _second(policy)
    client = _signed_in(mallory)
    answer = client.get(reverse("policies:changes", args=["short", 2, 1]))
    assert answer.headers["Location"] == reverse("policies:changes", args=["short", 1, 2])
    assert client.get(reverse("policies:changes", args=["short", 1, 1])).status_code == 404


def test_versions_without_a_common_language_are_not_compared(policy: Policy, mallory: Employee, ada: Employee) -> None:
    draft = start_draft(policy, author=ada, now=NOW)
    remove_text(draft, language="en-US", by=ada, now=NOW)
    save_text(draft, language="es", markdown=V1, statement="Lo prometo.", by=ada, now=NOW)
    submit(draft, by=ada, now=NOW)
    approve(draft, by=make_employee(), now=NOW)
    mark(draft, dict.fromkeys(("scope", "privacy", "blocked"), ChangeMark.Kind.EDITORIAL))
    publish(draft, by=None, effective_on=_day(0), now=timezone.now())
    assert "no language in common" in _text(mallory, "policies:changes", "short", 1, 2)


def test_a_text_is_shown_in_the_language_that_is_asked_for(policy: Policy, mallory: Employee, ada: Employee) -> None:
    draft = start_draft(policy, author=ada, now=NOW)
    save_text(draft, language="es", markdown=V1.replace("Short", "Breve"), statement="Lo prometo.", by=ada, now=NOW)
    save_summary(draft, summary="Now in Spanish.", by=ada, now=NOW)
    submit(draft, by=ada, now=NOW)
    approve(draft, by=make_employee(), now=NOW)
    publish(draft, by=None, effective_on=_day(0), now=timezone.now())
    page = _text(mallory, "policies:policy", "short")
    assert "Read it in Spanish" in page
    assert 'lang="es"' in _text(mallory, "policies:policy", "short", query="?language=es")
    assert 'lang="en-US"' in _text(mallory, "policies:policy", "short", query="?language=xx")


def test_an_attachment_is_downloaded_and_never_shown(ada: Employee, cleo: Employee, mallory: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    attach(draft, file=ContentFile(b"%PDF-1.7 card"), name="card.pdf", by=ada, now=NOW)
    client = _signed_in(mallory)
    address = reverse("policies:attachment", args=["short", 1, "card.pdf"])
    assert client.get(address).status_code == 404  # not published yet
    submit(draft, by=ada, now=NOW)
    approve(draft, by=cleo, now=NOW)
    publish(draft, by=None, effective_on=_day(0), now=timezone.now())
    assert address in _text(mallory, "policies:policy", "short")
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 card"  # type: ignore[attr-defined]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="short-v1-card.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stored = Path(default_storage.path(str(draft.attachments.get().file)))
    stored.write_bytes(b"%PDF-1.7 another card")
    refused = client.get(address)
    assert refused.status_code == 409
    assert "This file cannot be handed out" in refused.content.decode()
    stored.unlink()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/policies/none/",
        "/policies/none/versions/",
        "/policies/unpublished/",
        "/policies/unpublished/v1/",
        "/policies/short/v2/",
        "/policies/short/v99999999999999999999/",
        "/policies/short/changes/1/7/",
        "/policies/short/changes/7/1/",
        "/policies/short/changes/99999999999999999999999999/1/",
        "/policies/short/v1/files/none.pdf",
    ],
)
def test_what_there_is_not_is_not_found(policy: Policy, ada: Employee, mallory: Employee, address: str) -> None:
    write_draft(make_policy("unpublished"), author=ada)
    assert _signed_in(mallory).get(address).status_code == 404
    assert Client().get(address).status_code == 302  # to the sign-in


def test_texts_of_many_versions_are_read_with_few_queries(
    policy: Policy, mallory: Employee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _second(policy)
    client = _signed_in(mallory)
    client.get(reverse("policies:policy", args=["short"]))
    for name, args, most in (
        ("policies:policy", ["short"], 15),
        ("policies:versions", ["short"], 12),
        ("policies:changes", ["short", 1, 2], 12),
    ):
        with django_assert_max_num_queries(most):
            client.get(reverse(name, args=args))
