"""Publishing an approved version, and withdrawing a published one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, connections

from ledger.models import Entry
from people.models import Employee
from policies.content import text_sha256
from policies.errors import AlreadyPublished, UnmarkedChanges
from policies.models import ChangeMark, PolicyEvent, PolicyText, PolicyVersion
from policies.services.attaching import attach
from policies.services.publishing import publish, withdraw
from policies.services.reviewing import approve, submit
from tests.factories import NOW, TODAY, make_employee
from tests.policies.authors import V2, V2_MARKS, approved, make_policy, published, write_draft
from tests.support.policies import mark
from toolkit.errors import DomainError

PDF = b"%PDF-1.7 a card for the pocket"


def test_a_published_version_has_its_days_its_digest_and_its_entry(ada: Employee, cleo: Employee) -> None:
    version = publish(approved(make_policy(), author=ada, reviewer=cleo), by=cleo, now=NOW)
    assert version.is_published
    assert (version.effective_on, version.review_on) == (TODAY, TODAY.replace(year=TODAY.year + 1))
    event = version.events.get(act=PolicyEvent.Act.PUBLISHED)
    assert version.digest == event.digest != ""
    assert Entry.objects.get(kind="policy.published").fact == event.uuid


def test_what_nobody_approved_is_not_published(ada: Employee, cleo: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    with pytest.raises(DomainError, match="approve this version"):
        publish(draft, by=cleo, now=NOW)
    submit(draft, by=ada, now=NOW)
    with pytest.raises(DomainError, match="approve this version"):
        publish(draft, by=cleo, now=NOW)


def test_every_changed_clause_is_marked_first(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    published(policy, author=ada, reviewer=cleo)
    version = approved(policy, author=ada, reviewer=cleo, markdown=V2)
    with pytest.raises(UnmarkedChanges) as refusal:
        publish(version, by=cleo, now=NOW)
    assert refusal.value.keys == ("scope", "privacy")
    mark(version, {"scope": ChangeMark.Kind.EDITORIAL})
    with pytest.raises(UnmarkedChanges, match="privacy"):
        publish(version, by=cleo, now=NOW)
    mark(version, {"privacy": ChangeMark.Kind.MATERIAL})
    assert publish(version, by=cleo, now=NOW).number == 2


def test_a_version_does_not_begin_in_the_past_nor_before_the_one_before(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    first = approved(policy, author=ada, reviewer=cleo)
    with pytest.raises(DomainError, match="lies in the past"):
        publish(first, by=cleo, effective_on=TODAY - timedelta(days=1), now=NOW)
    with pytest.raises(DomainError, match="has to come after"):
        publish(first, by=cleo, effective_on=TODAY, review_on=TODAY, now=NOW)
    publish(first, by=cleo, effective_on=TODAY + timedelta(days=9), now=NOW)
    second = approved(policy, author=ada, reviewer=cleo, markdown=V2)
    mark(second, V2_MARKS)
    with pytest.raises(DomainError, match="Version 1 counts from"):
        publish(second, by=cleo, effective_on=TODAY + timedelta(days=8), now=NOW)


@pytest.mark.parametrize(
    "edit",
    [
        lambda: PolicyText.objects.update(markdown="# Other\n"),
        lambda: PolicyText.objects.update(statement="I agree to anything."),
        lambda: PolicyText.objects.update(sha256="0" * 64),
        lambda: PolicyText.objects.update(markdown="# Other\n", sha256=text_sha256("# Other\n")),
    ],
    ids=["text", "statement", "digest", "text with its digest"],
)
def test_what_was_edited_after_the_approval_is_not_published(
    ada: Employee, cleo: Employee, edit: Callable[[], object]
) -> None:
    version = approved(make_policy(), author=ada, reviewer=cleo)
    edit()
    with pytest.raises(DomainError, match="differs from what was approved"):
        publish(version, by=cleo, now=NOW)


def test_a_damaged_attachment_is_found_before_it_is_frozen(ada: Employee, cleo: Employee) -> None:
    draft = write_draft(make_policy(), author=ada)
    card = attach(draft, file=ContentFile(PDF), name="card.pdf", by=ada, now=NOW)
    submit(draft, by=ada, now=NOW)
    approve(draft, by=cleo, now=NOW)
    name = str(card.file)
    default_storage.delete(name)
    with pytest.raises(DomainError, match=r"“card.pdf” is missing or damaged"):
        publish(draft, by=cleo, now=NOW)
    default_storage.save(name, ContentFile(PDF))
    assert publish(draft, by=cleo, now=NOW).is_published


def test_publishing_twice_is_refused(ada: Employee, cleo: Employee) -> None:
    version = published(make_policy(), author=ada, reviewer=cleo)
    with pytest.raises(AlreadyPublished, match="Version 1 is published"):
        publish(version, by=cleo, now=NOW)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["approve", "publish", "withdraw"])
def test_two_at_once_have_one_effect_and_one_refusal(act: str) -> None:
    ada, cleo = make_employee("Ada Osei"), make_employee("Cleo Marchetti")
    if act == "approve":
        version = write_draft(make_policy(), author=ada)
        submit(version, by=ada, now=NOW)
    else:
        version = approved(make_policy(), author=ada, reviewer=cleo)
    if act == "withdraw":
        publish(version, by=cleo, now=NOW)
    barrier = Barrier(4)

    def run(_place: int) -> str:
        try:
            barrier.wait(10)
            if act == "approve":
                approve(version, by=cleo, now=NOW)
            elif act == "publish":
                publish(version, by=cleo, now=NOW)
            else:
                withdraw(version, reason="A mistake in clause 2.", by=cleo, now=NOW)
        except DomainError as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(run, range(4)))
    refusal = {
        "approve": "This version is approved already.",
        "publish": "Version 1 is published, so nothing in it changes any more.",
        "withdraw": "This version is withdrawn already.",
    }[act]
    assert said == sorted([refusal] * 3 + ["done"])
    what = {"approve": "policy.approved", "publish": "policy.published", "withdraw": "policy.withdrawn"}[act]
    assert Entry.objects.filter(kind=what).count() == 1


def test_a_withdrawn_version_leaves_the_one_before_in_force(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    first = published(policy, author=ada, reviewer=cleo)
    second = published(policy, author=ada, reviewer=cleo, markdown=V2, marks=V2_MARKS)
    assert PolicyVersion.objects.in_force(TODAY).first() == second
    with pytest.raises(DomainError, match="Say why"):
        withdraw(second, reason=" ", by=cleo, now=NOW)
    event = withdraw(second, reason="Clause 2 was wrong.", by=cleo, now=NOW + timedelta(days=2))
    assert Entry.objects.get(kind="policy.withdrawn").fact == event.uuid
    assert PolicyVersion.objects.in_force(TODAY + timedelta(days=1)).first() == second
    assert list(PolicyVersion.objects.in_force(TODAY + timedelta(days=2))) == [first]


def test_only_what_is_published_is_withdrawn_and_only_once(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    version = published(policy, author=ada, reviewer=cleo)
    withdraw(version, reason="Gone.", by=cleo, now=NOW)
    with pytest.raises(DomainError, match="withdrawn already"):
        withdraw(version, reason="Gone.", by=cleo, now=NOW)
    with pytest.raises(DomainError, match="not published"):
        withdraw(write_draft(policy, author=ada, markdown=V2), reason="Gone.", by=cleo, now=NOW)


def test_a_version_withdrawn_before_it_counted_stands_in_nobodys_way(ada: Employee, cleo: Employee) -> None:
    """Its first day may have been the mistake for which it was withdrawn."""
    policy = make_policy()
    published(policy, author=ada, reviewer=cleo)
    late = TODAY + timedelta(days=400)
    second = published(policy, author=ada, reviewer=cleo, markdown=V2, marks=V2_MARKS, effective_on=late)
    third = approved(policy, author=ada, reviewer=cleo, markdown=V2 + "\nMore.\n")
    mark(third, {"privacy": ChangeMark.Kind.EDITORIAL})
    with pytest.raises(DomainError, match="cannot begin before that day"):
        publish(third, by=cleo, now=NOW)
    withdraw(second, reason="The year is wrong.", by=cleo, now=NOW)
    assert publish(third, by=cleo, now=NOW).effective_on == TODAY
    assert PolicyVersion.objects.in_force(TODAY).first() == third
    assert PolicyVersion.objects.in_force(late).first() == third


def test_a_version_that_counted_keeps_its_days_when_it_is_withdrawn(ada: Employee, cleo: Employee) -> None:
    policy = make_policy()
    first = published(policy, author=ada, reviewer=cleo)
    withdraw(first, reason="A mistake.", by=cleo, now=NOW + timedelta(days=3))
    second = approved(policy, author=ada, reviewer=cleo, markdown=V2)
    mark(second, V2_MARKS)
    with pytest.raises(DomainError, match="cannot begin before that day"):
        publish(second, by=None, effective_on=TODAY - timedelta(days=1), now=NOW + timedelta(days=4))
