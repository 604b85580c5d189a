"""What changed since the version before: all of it is shown, and each change gets its mark."""

from typing import Any

import pytest

from people.models import Employee
from policies.models import PolicyVersion
from policies.services.drafting import save_text
from policies.services.publishing import publish
from policies.services.reviewing import approve, send_back, submit
from tests.factories import NOW
from tests.policies.authors import V1, V2, make_policy, published, write_draft
from tests.policies.desk import Desk, words
from tests.support.policies import STATEMENT


@pytest.fixture
def draft(tomas: Employee, cleo: Employee) -> PolicyVersion:
    policy = make_policy()
    published(policy, author=tomas, reviewer=cleo)
    return write_draft(policy, author=tomas, markdown=V2)


@pytest.fixture
def desk(draft: PolicyVersion, tomas: Employee) -> Desk:
    return Desk.of(tomas, draft)


def _mark(desk: Desk, **marks: str) -> Any:
    data = {f"mark-{key}": mark for key, mark in marks.items()}
    return desk.client.post(desk.url("draft-changes"), {"seen": desk.seen("draft-changes"), **data}, follow=True)


def _marks(version: PolicyVersion) -> dict[str, str]:
    return dict(version.change_marks.values_list("clause_key", "kind"))


def test_all_changes_are_shown_and_those_without_a_mark_are_listed(desk: Desk) -> None:
    page = words(desk.get("draft-changes"))
    assert "2 changes have no mark yet" in page
    assert '<a href="#clause-scope">Who this covers</a>' in page
    assert '<a href="#clause-privacy">Privacy</a>' in page
    assert "A new clause is material by nature" in page
    assert "People who signed it before are told that it is gone." in page
    assert "voices" in page
    assert page.count('type="radio"') == 4


def test_marks_are_saved_for_the_clauses_that_changed_only(desk: Desk) -> None:
    answer = _mark(desk, scope="editorial", blocked="material", nothing="material", **{"ai-tools": "editorial"})
    assert "Some changes still have none." in words(answer)
    assert _marks(desk.version) == {"scope": "editorial"}
    answer = _mark(desk, scope="material", privacy="material")
    assert "Every change has one." in words(answer)
    assert _marks(desk.version) == {"scope": "material", "privacy": "material"}


def test_a_mark_that_is_none_is_refused(desk: Desk) -> None:
    answer = _mark(desk, scope="harmless")
    assert answer.status_code == 422
    assert "Choose editorial or material." in words(answer)
    assert _marks(desk.version) == {}


def test_marks_made_before_an_old_text_are_not_saved_for_a_new_one(desk: Desk, tomas: Employee) -> None:
    seen = desk.seen("draft-changes")
    changed = V2.replace("voices", "nothing at all")
    save_text(desk.version, language="en-US", markdown=changed, statement=STATEMENT, by=tomas, now=NOW)
    answer = desk.post("draft-changes", seen=seen, **{"mark-privacy": "editorial"})
    assert answer.status_code == 422
    page = words(answer)
    assert "Somebody changed this version while you looked at it." in page
    assert "nothing at all" in page
    assert 'value="editorial" id="id_mark-privacy_0" checked' in page  # what was chosen is still there
    assert _marks(desk.version) == {}


def test_whoever_decides_may_mark_until_publication(desk: Desk, tomas: Employee, cleo: Employee) -> None:
    submit(desk.version, by=tomas, now=NOW)
    approve(desk.version, by=cleo, now=NOW)
    hers = Desk.of(cleo, desk.version)
    assert _mark(hers, scope="editorial", privacy="material").status_code == 200
    assert len(_marks(desk.version)) == 2


def test_a_first_version_has_nothing_to_compare(tomas: Employee) -> None:
    page = words(Desk.of(tomas, write_draft(make_policy("other"), author=tomas)).get("draft-changes"))
    assert "This is the first version" in page
    assert "<form" not in page.split("<main", 1)[1]


def test_an_untouched_copy_has_no_changes(tomas: Employee, desk: Desk) -> None:
    desk.text(markdown=V1)
    assert "Nothing changed yet" in words(desk.get("draft-changes"))


def test_what_changes_beside_the_clauses_is_said(desk: Desk, tomas: Employee) -> None:
    desk.text(markdown=V2.replace("# Short policy", "# Short rules"), statement="I promise to.")
    desk.text(markdown=V2, language="de")
    page = words(desk.get("draft-changes"))
    for said in ("New language: German", "<h3>Title</h3>", "<h3>Statement to sign</h3>", "I promise to."):
        assert said in page


def test_a_clause_that_changed_in_one_language_only_is_marked_too(tomas: Employee, cleo: Employee) -> None:
    policy = make_policy("both")
    draft = write_draft(policy, author=tomas)
    save_text(draft, language="de", markdown=V1, statement=STATEMENT, by=tomas, now=NOW)
    submit(draft, by=tomas, now=NOW)
    send_back(draft, by=cleo, comment="Once more.", now=NOW)
    submit(draft, by=tomas, now=NOW)
    approve(draft, by=cleo, now=NOW)
    publish(draft, by=None, now=NOW)
    second = write_draft(policy, author=tomas)
    desk = Desk.of(tomas, second)
    desk.text(markdown=V1.replace("names", "Namen"), language="de")
    page = words(desk.get("draft-changes"))
    assert "1 change has no mark yet" in page
    assert "Namen" in page
    assert page.count("German") == 1
