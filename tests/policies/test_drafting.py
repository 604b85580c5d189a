"""Writing a version before it is reviewed."""

from collections.abc import Callable

import pytest

from people.models import Employee
from policies.errors import BeingWritten, SavedMeanwhile, TextMistakes
from policies.models import Attachment, ChangeMark, PolicyVersion
from policies.services.drafting import (
    RESERVED,
    discard_draft,
    remove_text,
    save_summary,
    save_text,
    start_draft,
    start_policy,
)
from policies.services.reviewing import submit
from policies.urls import urlpatterns
from tests.factories import NOW
from tests.policies.authors import V1, V2, make_policy, published, write_draft
from tests.policies.factories import make_policy_version
from tests.support.policies import STATEMENT, mark
from toolkit.errors import DomainError


def _save(version: PolicyVersion, by: Employee, **changes: str) -> None:
    fields = {"language": "en-US", "markdown": V1, "statement": STATEMENT, **changes}
    save_text(version, by=by, now=NOW, **fields)


def test_a_saved_text_has_its_clauses_as_rows(ada: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    text = draft.texts.get()
    assert (text.title, text.statement) == ("Short policy", STATEMENT)
    assert [(clause.number, clause.key) for clause in text.clauses.all()] == [
        (1, "scope"),
        (2, "privacy"),
        (3, "blocked"),
    ]
    _save(draft, ada, markdown=V2)
    assert [clause.key for clause in draft.texts.get().clauses.all()] == ["scope", "ai-tools", "privacy"]


def test_every_mistake_is_reported_at_once_and_nothing_is_saved(ada: Employee) -> None:
    draft = start_draft(make_policy(), author=ada, now=NOW)
    with pytest.raises(TextMistakes) as mistakes:
        _save(
            draft, ada, markdown="# T\n\n## A {#a}\n\nx\n\n## B {#a}\n\n<b>y</b>\n", statement=" ", language="English"
        )
    found = [(problem.file, problem.line, problem.what) for problem in mistakes.value.problems]
    assert found == [
        ("language", 1, '"English" is not the name of a language.'),
        ("statement", 1, "There is no statement to sign."),
        ("text", 7, 'The clause key "a" is used twice.'),
        ("text", 9, "The text holds HTML."),
    ]
    assert not draft.texts.exists()


@pytest.mark.parametrize("statement", ["x" * 2_001, "I agree \u202eto this"])
def test_a_statement_that_nobody_could_sign_is_refused(ada: Employee, statement: str) -> None:
    draft = start_draft(make_policy(), author=ada, now=NOW)
    with pytest.raises(TextMistakes):
        _save(draft, ada, statement=statement)


def test_what_older_rules_let_through_can_still_be_taken_up(ada: Employee) -> None:
    """Packs and sites may hold versions that were published before a rule came. Saving goes by the rule."""
    old = make_policy_version(markdown="# Old\n\n## A {#a}\n\nText.\n\n```\ncode\n")
    draft = start_draft(old.policy, author=ada, now=NOW)
    assert draft.texts.get().sha256 == old.texts.get().sha256
    with pytest.raises(TextMistakes) as refused:
        _save(draft, ada, markdown=draft.texts.get().markdown)
    assert [(one.line, one.what) for one in refused.value.problems] == [(7, "This code block is never closed.")]


def test_the_next_draft_begins_as_a_copy(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    first = published(policy, author=ada, reviewer=cleo)
    draft = start_draft(policy, author=cleo, now=NOW)
    assert (draft.number, draft.state, draft.author) == (2, PolicyVersion.State.DRAFT, cleo)
    assert draft.texts.get().sha256 == first.texts.get().sha256
    assert draft.texts.get().clauses.count() == 3


def test_only_one_version_is_written_at_a_time(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    start_draft(policy, author=ada, now=NOW)
    with pytest.raises(BeingWritten, match="Ada Osei is writing version 1"):
        start_draft(policy, author=cleo, now=NOW)


def test_a_writer_does_not_write_over_what_was_saved_meanwhile(ada: Employee, cleo: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    opened = draft.texts.get().sha256
    save_text(draft, language="en-US", markdown=V2, statement=STATEMENT, by=ada, now=NOW, over=opened)
    with pytest.raises(SavedMeanwhile):
        save_text(draft, language="en-US", markdown=V1 + "More.\n", statement=STATEMENT, by=cleo, now=NOW, over=opened)
    save_text(draft, language="en-US", markdown=V2, statement=STATEMENT, by=ada, now=NOW, over=opened)  # sent twice


def test_a_version_in_review_is_not_written_in(ada: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    submit(draft, by=ada, now=NOW)
    writes: list[Callable[[], object]] = [
        lambda: _save(draft, ada),
        lambda: save_summary(draft, summary="x", by=ada, now=NOW),
        lambda: remove_text(draft, language="en-US", by=ada, now=NOW),
        lambda: discard_draft(draft),
    ]
    for write in writes:
        with pytest.raises(DomainError, match="not a draft any more"):
            write()


def test_marks_belong_to_clauses_that_changed(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    published(policy, author=ada, reviewer=cleo)
    draft = write_draft(policy, author=ada, markdown=V2)
    mark(draft, {"scope": ChangeMark.Kind.MATERIAL})
    mark(draft, {"scope": ChangeMark.Kind.EDITORIAL})
    mark(draft, dict.fromkeys(("ai-tools", "blocked", "nothing"), ChangeMark.Kind.MATERIAL))  # added, removed, unknown
    assert draft.change_marks.get().kind == "editorial"
    mark(draft, {"scope": None})
    assert not draft.change_marks.exists()


def test_a_draft_may_be_thrown_away_until_it_was_in_review(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    discard_draft(write_draft(policy, author=ada))
    assert not policy.versions.exists()
    draft = write_draft(policy, author=ada)
    _save(draft, cleo)
    with pytest.raises(DomainError, match="Several people wrote"):
        discard_draft(draft)


def test_a_policy_needs_an_address_of_its_own(ada: Employee) -> None:
    make_policy()
    with pytest.raises(DomainError, match="already"):
        make_policy()
    with pytest.raises(DomainError, match="small letters"):
        start_policy(slug="Not this", owner=None, owner_title="", review_months=12, now=NOW)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
def test_no_policy_takes_an_address_of_the_site() -> None:
    routes = [str(pattern.pattern).split("/") for pattern in urlpatterns]
    own = {parts[1].split(".")[0] for parts in routes if parts[0] == "policies"}
    words = {word for word in own if word and "<" not in word}
    assert words >= {"signed"}
    assert words - RESERVED == set()
    with pytest.raises(DomainError, match="the site uses that address"):
        start_policy(slug="signed", owner=None, owner_title="", review_months=12, now=NOW)
