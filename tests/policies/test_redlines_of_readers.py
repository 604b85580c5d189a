"""What differs for a reader since they signed, composed over several versions, and where versions stand on a day."""

from datetime import date, timedelta

import pytest

from people.models import Employee
from policies.models import ChangeMark, Policy, PolicyVersion
from policies.selectors.redlines import Redline, redline, since_signed
from policies.selectors.signing import version_in_force
from policies.selectors.versions import Standing, last_signed_version, versions_of
from policies.services.drafting import remove_text, save_text, start_draft
from policies.services.publishing import publish, withdraw
from policies.services.reviewing import approve, submit
from tests.factories import NOW, TODAY
from tests.policies.authors import V1, make_policy, published
from tests.support.policies import STATEMENT, mark
from tests.support.signing import sign

EDITORIAL, MATERIAL = ChangeMark.Kind.EDITORIAL, ChangeMark.Kind.MATERIAL
PRIVACY = [V1, V1.replace("Do not share", "Never share"), V1.replace("Do not share", "Never, ever share")]


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)


@pytest.fixture
def policy(ada: Employee, cleo: Employee) -> Policy:
    """Three versions; the same clause changed twice: first in its meaning, then in its wording."""
    made = make_policy()
    for at, (text, kind) in enumerate(zip(PRIVACY, (None, MATERIAL, EDITORIAL), strict=True)):
        marks = {"privacy": kind} if kind else None
        published(made, author=ada, reviewer=cleo, markdown=text, marks=marks, effective_on=_day(10 * at - 20))
    return made


def _version(policy: Policy, number: int) -> PolicyVersion:
    return policy.versions.get(number=number)


def _marks(policy: Policy, before: int, after: int) -> dict[str, str | None]:
    found = redline(_version(policy, before), _version(policy, after))
    assert found is not None
    return {change.key: change.mark for change in found.difference.changes}


def test_what_was_material_once_on_the_way_is_material(policy: Policy) -> None:
    assert _marks(policy, 2, 3) == {"privacy": "editorial"}
    assert _marks(policy, 1, 2) == _marks(policy, 1, 3) == {"privacy": "material"}


def _since_signed(reader: Employee, policy: Policy) -> Redline | None:
    """What changed from the newest version that this reader ever signed to the one in force today."""
    version, signed = version_in_force(policy, on=TODAY), last_signed_version(reader, policy)
    return since_signed(version, signed) if version and signed else None


def test_the_difference_begins_at_what_this_reader_signed(policy: Policy, mallory: Employee) -> None:
    assert _since_signed(mallory, policy) is None  # signed nothing
    sign(mallory, policy, now=NOW - timedelta(days=15))  # version 1
    found = _since_signed(mallory, policy)
    assert found is not None
    assert (found.before.number, found.after.number) == (1, 3)
    runs = [
        run.text.strip() for block in found.difference.changes[0].blocks for run in block.runs if run.kind == "added"
    ]
    assert runs == ["Never, ever"]
    sign(mallory, policy, now=NOW)
    assert _since_signed(mallory, policy) is None
    signed = last_signed_version(mallory, policy)
    assert signed is not None
    assert signed.number == 3


def test_nothing_is_compared_while_nothing_is_in_force(policy: Policy, mallory: Employee, cleo: Employee) -> None:
    sign(mallory, policy, now=NOW - timedelta(days=15))
    for version in policy.versions.all():
        withdraw(version, reason="Gone.", by=cleo, now=NOW)
    assert _since_signed(mallory, policy) is None


def test_after_a_withdrawal_who_signed_the_newer_version_has_nothing_to_compare(
    policy: Policy, mallory: Employee, cleo: Employee
) -> None:
    sign(mallory, policy, now=NOW)  # version 3
    withdraw(_version(policy, 3), reason="Gone.", by=cleo, now=NOW)
    assert _since_signed(mallory, policy) is None


def test_a_version_without_the_language_passes_its_marks_on(ada: Employee, cleo: Employee) -> None:
    """English is missing in version 2, which marked the clause as material; version 3 has it again."""
    policy = make_policy()
    texts = [{"en-US": PRIVACY[0], "es": PRIVACY[0]}, {"es": PRIVACY[1]}, {"en-US": PRIVACY[2], "es": PRIVACY[2]}]
    for number, by_language in enumerate(texts, start=1):
        draft = start_draft(policy, author=ada, now=NOW)
        for language in ("en-US", "es"):
            if language in by_language:
                markdown = by_language[language]
                save_text(draft, language=language, markdown=markdown, statement=STATEMENT, by=ada, now=NOW)
            else:
                remove_text(draft, language=language, by=ada, now=NOW)
        submit(draft, by=ada, now=NOW)
        approve(draft, by=cleo, now=NOW)
        if number > 1:
            mark(draft, {"privacy": MATERIAL if number == 2 else EDITORIAL})
        publish(draft, by=None, effective_on=TODAY, now=NOW)
    found = redline(_version(policy, 1), _version(policy, 3), "en-US")
    assert found is not None
    assert found.language == "en-US"
    assert [change.mark for change in found.difference.changes] == ["material"]


def test_where_a_version_stands_depends_on_the_day(policy: Policy, ada: Employee, cleo: Employee) -> None:
    withdraw(_version(policy, 3), reason="Gone.", by=cleo, now=NOW + timedelta(days=2))
    start_draft(policy, author=ada, now=NOW)

    def standing(on: date) -> list[Standing]:
        return [row.standing for row in versions_of(policy, on=on, with_drafts=True)]

    draft, coming, now, over = Standing.DRAFT, Standing.SCHEDULED, Standing.IN_FORCE, Standing.SUPERSEDED
    assert standing(_day(-21)) == [draft, coming, coming, coming]
    assert standing(_day(-20)) == [draft, coming, coming, now]
    assert standing(_day(-1)) == [draft, coming, now, over]
    assert standing(_day(1)) == [draft, now, over, over]
    assert standing(_day(2)) == [draft, Standing.WITHDRAWN, now, over]


@pytest.mark.parametrize("days", range(-25, 5))
def test_both_ways_to_find_what_is_in_force_agree(policy: Policy, cleo: Employee, days: int) -> None:
    withdraw(_version(policy, 2), reason="Gone.", by=cleo, now=NOW - timedelta(days=5))
    row = next((row for row in versions_of(policy, on=_day(days)) if row.is_in_force), None)
    assert (row.version if row else None) == PolicyVersion.objects.in_force(_day(days)).filter(policy=policy).first()
