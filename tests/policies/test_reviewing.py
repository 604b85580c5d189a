"""From a draft to an approved version."""

from collections.abc import Callable

import pytest

from ledger.models import Entry
from people.models import Employee
from policies.errors import AlreadyPublished
from policies.models import PolicyEvent, PolicyVersion
from policies.services.drafting import save_text, start_draft
from policies.services.reviewing import approve, send_back, submit
from tests.factories import NOW
from tests.policies.authors import V1, V2, approved, make_policy, published, write_draft
from tests.support.policies import STATEMENT
from toolkit.errors import DomainError

State = PolicyVersion.State


def _state(version: PolicyVersion) -> str:
    version.refresh_from_db()
    return version.state


def test_an_approval_is_an_entry_of_the_log(ada: Employee, cleo: Employee) -> None:
    version = approved(make_policy(), author=ada, reviewer=cleo)
    assert _state(version) == State.APPROVED
    event = version.events.get(act=PolicyEvent.Act.APPROVED)
    assert (event.by, len(event.digest)) == (cleo, 64)
    assert Entry.objects.get(kind="policy.approved").fact == event.uuid


def test_nobody_approves_what_they_wrote_or_sent_to_review(ada: Employee, boris: Employee, cleo: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    save_text(draft, language="en-US", markdown=V2, statement=STATEMENT, by=boris, now=NOW)
    submit(draft, by=cleo, now=NOW)
    for person in (ada, boris, cleo):
        with pytest.raises(DomainError, match="Somebody else has to approve"):
            approve(draft, by=person, now=NOW)
    assert _state(draft) == State.IN_REVIEW
    assert not Entry.objects.exists()


def test_nobody_approves_twice_and_nothing_is_skipped(ada: Employee, boris: Employee, cleo: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    with pytest.raises(DomainError, match="This version is a draft"):
        approve(draft, by=cleo, now=NOW)
    submit(draft, by=ada, now=NOW)
    with pytest.raises(DomainError, match="in review already"):
        submit(draft, by=ada, now=NOW)
    approve(draft, by=cleo, now=NOW)
    with pytest.raises(DomainError, match="approved already"):
        approve(draft, by=boris, now=NOW)
    assert draft.events.filter(act=PolicyEvent.Act.APPROVED).count() == 1


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.APPROVED])
def test_what_is_sent_back_is_a_draft_again_and_needs_a_new_approval(
    ada: Employee, cleo: Employee, state: PolicyVersion.State
) -> None:
    draft = write_draft(make_policy(), author=ada)
    submit(draft, by=ada, now=NOW)
    if state is State.APPROVED:
        approve(draft, by=cleo, now=NOW)
    with pytest.raises(DomainError, match="Say what has to change"):
        send_back(draft, by=cleo, comment=" ", now=NOW)
    send_back(draft, by=cleo, comment="Clause 2 is too long.", now=NOW)
    assert _state(draft) == State.DRAFT
    assert draft.events.last().comment == "Clause 2 is too long."  # type: ignore[union-attr]


def test_an_empty_draft_is_not_sent_to_review(ada: Employee) -> None:
    with pytest.raises(DomainError, match="no text yet"):
        submit(start_draft(make_policy(), author=ada, now=NOW), by=ada, now=NOW)


def test_a_draft_that_changes_nothing_is_not_sent_to_review(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    published(policy, author=ada, reviewer=cleo)
    draft = start_draft(policy, author=ada, now=NOW)
    with pytest.raises(DomainError, match="the same as version 1"):
        submit(draft, by=ada, now=NOW)
    save_text(draft, language="en-US", markdown=V1, statement="I promise.", by=ada, now=NOW)
    submit(draft, by=ada, now=NOW)  # another statement is another version


def test_all_languages_have_the_same_clauses(ada: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    save_text(draft, language="es", markdown=V2, statement="He leído esto.", by=ada, now=NOW)
    with pytest.raises(DomainError, match=r"The texts in English \(US\) and Spanish do not have the same clauses"):
        submit(draft, by=ada, now=NOW)


def test_a_published_version_is_not_reviewed_again(ada: Employee, cleo: Employee) -> None:
    version = published(make_policy(), author=ada, reviewer=cleo)
    acts: list[Callable[[], object]] = [
        lambda: submit(version, by=ada, now=NOW),
        lambda: approve(version, by=cleo, now=NOW),
        lambda: send_back(version, by=cleo, comment="x", now=NOW),
    ]
    for act in acts:
        with pytest.raises(AlreadyPublished):
            act()
