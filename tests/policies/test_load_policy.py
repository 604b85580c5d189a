"""Loading policies from a content pack."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from courses.packs import read_pack
from people.models import Employee
from policies.content import PolicyContent, TextContent, VersionContent
from policies.models import Policy, PolicyEvent, PolicyVersion
from policies.services.drafting import start_draft
from policies.services.loading import LoadedVersion, Outcome, load_policy
from tests.factories import NOW, TODAY, make_employee
from tests.policies.authors import write_draft
from tests.support.policies import STATEMENT, V1, V2, short_policy, write_policy_pack
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db
TWO = VersionContent(
    2,
    (TextContent.of("en-US", V2),),
    effective_on=date(2026, 12, 1),
    changes={"scope": "editorial", "privacy": "material"},
)


def both() -> PolicyContent:
    return replace(short_policy(), versions=(short_policy().versions[0], TWO))


def _outcomes(content: PolicyContent, *, publishes: bool = False) -> list[Outcome]:
    return [loaded.outcome for loaded in load_policy(content, now=NOW, publishes=publishes)]


def test_the_same_bytes_are_the_same_version() -> None:
    assert _outcomes(short_policy()) == [Outcome.NEW_DRAFT]
    assert _outcomes(short_policy()) == [Outcome.UNCHANGED]
    assert PolicyVersion.objects.get().texts.get().sha256 == short_policy().versions[0].texts[0].sha256


def test_a_changed_text_changes_the_draft() -> None:
    load_policy(short_policy(), now=NOW)
    changed = replace(short_policy(), versions=(VersionContent(1, (TextContent.of("en-US", V2),)),))
    assert _outcomes(changed) == [Outcome.DRAFT_CHANGED]
    assert [clause.key for clause in PolicyVersion.objects.get().texts.get().clauses.all()][1] == "ai-tools"


def test_versions_are_published_one_after_the_other_by_the_operator() -> None:
    done = load_policy(both(), now=NOW, publishes=True)
    assert done == (LoadedVersion(1, Outcome.NEW_DRAFT, True), LoadedVersion(2, Outcome.NEW_DRAFT, True))
    first, second = PolicyVersion.objects.order_by("number")
    assert (first.effective_on, second.effective_on) == (TODAY, date(2026, 12, 1))
    for version in (first, second):
        events = [(event.act, event.by, event.comment) for event in version.events.all()]
        assert events == [("approved", None, "Loaded by the operator."), ("published", None, "Loaded by the operator.")]
    assert _outcomes(both(), publishes=True) == [Outcome.UNCHANGED, Outcome.UNCHANGED]


def test_without_publishing_later_versions_wait() -> None:
    assert _outcomes(both()) == [Outcome.NEW_DRAFT, Outcome.WAITING]
    load_policy(both(), now=NOW, publishes=True)
    assert PolicyVersion.objects.published().count() == 2


def test_the_owner_is_a_person_or_an_office() -> None:
    load_policy(short_policy(), now=NOW)
    assert (Policy.objects.get().owner, Policy.objects.get().owner_title) == (None, "E100")
    owner = make_employee("Ola Berg", number="e100")
    load_policy(both(), now=NOW, publishes=True)
    assert (Policy.objects.get().owner, Policy.objects.get().owner_title) == (owner, "")


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"texts": (TextContent.of("en-US", V1),)}, "another text in en-US"),
        ({"texts": (*TWO.texts, TextContent.of("es", V2))}, "another text in es"),
        ({"changes": {"scope": "material", "privacy": "material"}}, "other marks of changes"),
        ({"effective_on": date(2026, 12, 2)}, "another first day"),
    ],
)
def test_a_published_version_is_not_loaded_over(change: dict[str, object], what: str) -> None:
    load_policy(both(), now=NOW, publishes=True)
    altered = replace(
        both(),
        statements={"en-US": STATEMENT, "es": "Lo he leído."},
        versions=(both().versions[0], replace(TWO, **change)),  # type: ignore[arg-type]
    )
    with pytest.raises(DomainError, match=rf"Version 2 of “short” is published .* has {what}\..* the number 3"):
        load_policy(altered, now=NOW)


def test_a_new_statement_needs_a_new_version() -> None:
    load_policy(short_policy(), now=NOW, publishes=True)
    other = replace(short_policy(), statements={"en-US": "I promise."})
    with pytest.raises(DomainError, match="another statement to sign"):
        load_policy(other, now=NOW)
    load_policy(replace(both(), statements={"en-US": "I promise."}), now=NOW, publishes=True)
    assert [text.statement for version in PolicyVersion.objects.order_by("number") for text in version.texts.all()] == [
        STATEMENT,
        "I promise.",
    ]


def test_what_somebody_writes_on_the_site_is_not_written_over(ada: Employee) -> None:
    load_policy(short_policy(), now=NOW, publishes=True)
    write_draft(Policy.objects.get(), author=ada, markdown=V1 + "\nMore.\n")
    with pytest.raises(DomainError, match="is being written on this site"):
        load_policy(both(), now=NOW)


def test_an_operators_draft_that_was_in_review_is_a_draft_again() -> None:
    load_policy(short_policy(), now=NOW)
    PolicyVersion.objects.update(state=PolicyVersion.State.IN_REVIEW)
    changed = replace(short_policy(), versions=(VersionContent(1, (TextContent.of("en-US", V2),)),))
    assert _outcomes(changed) == [Outcome.DRAFT_CHANGED]
    assert PolicyEvent.objects.get().act == PolicyEvent.Act.RETURNED


def test_the_command_loads_policies_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = write_policy_pack(tmp_path)
    call_command("load_content", str(pack), "--publish")
    assert capsys.readouterr().out.splitlines() == [
        "policy short, version 1: new draft, published",
        "policy short, version 2: new draft, published",
    ]
    assert [policy.slug for policy in read_pack(pack).policies] == ["short"]


@pytest.mark.django_db(transaction=True)
def test_a_refused_policy_leaves_nothing_of_the_pack_behind(tmp_path: Path) -> None:
    call_command("load_content", str(write_policy_pack(tmp_path)), "--publish")
    changes: dict[str, str | bytes | None] = {
        "policies/short/v1.md": V1.replace("everyone", "you"),
        "policies/another/policy.yaml": "title: A\nreview_months: 1\nstatement: I will.\n",
        "policies/another/v1.md": V1,
    }
    write_policy_pack(tmp_path, **changes)
    with pytest.raises(CommandError, match=r"Version 1 of “short” is published.* Nothing was loaded"):
        call_command("load_content", str(tmp_path), "--publish")
    assert [policy.slug for policy in Policy.objects.all()] == ["short"]
    start_draft(Policy.objects.get(), author=None, now=NOW)
