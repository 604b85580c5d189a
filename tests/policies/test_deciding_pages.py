"""Review, publication and withdrawal by their pages: who may, what is said beforehand, and that each happens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from people.models import Employee
from policies.models import ChangeMark, Policy, PolicyEvent, PolicyVersion
from policies.selectors.contents import changes_of
from policies.services.drafting import save_text
from policies.services.publishing import publish, withdraw
from policies.services.reviewing import approve, send_back, submit
from tests.factories import LONG_AGO, NOW
from tests.policies.authors import V1, V2, V2_MARKS, approved, make_policy, published, write_draft
from tests.policies.desk import Desk, words
from tests.support.policies import STATEMENT, mark
from tests.support.signing import sign


@pytest.fixture
def draft(tomas: Employee) -> PolicyVersion:
    return write_draft(make_policy(), author=tomas)


@pytest.fixture
def in_review(draft: PolicyVersion, tomas: Employee) -> PolicyVersion:
    submit(draft, by=tomas, now=NOW)
    return draft


@pytest.fixture
def today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def _follow(desk: Desk, name: str, **data: str) -> str:
    return words(desk.client.post(desk.url(name), data, follow=True))


def test_a_draft_is_sent_to_review_once(draft: PolicyVersion, tomas: Employee) -> None:
    desk = Desk.of(tomas, draft)
    assert "The version is in review." in _follow(desk, "draft-submit")
    assert "This version is in review already." in _follow(desk, "draft-submit")
    assert draft.events.filter(act="submitted").count() == 1


def test_an_empty_draft_is_not_sent_to_review(draft: PolicyVersion, tomas: Employee) -> None:
    draft.texts.all().delete()
    desk = Desk.of(tomas, draft)
    assert "This draft has no text yet." in _follow(desk, "draft-submit")
    assert desk.state() == "draft"


def test_the_approver_reads_everything_and_approves_it(in_review: PolicyVersion, cleo: Employee) -> None:
    desk = Desk.of(cleo, in_review)
    page = words(desk.get("draft-review"))
    for read in ("Text in English (US)", "What we ask of you.", "Blocked sites", STATEMENT, "Approve", "Send back"):
        assert read in page
    assert "The version is approved." in _follow(desk, "draft-review", act="approve", seen=desk.seen(), comment="Fine.")
    assert desk.state() == "approved"
    assert in_review.events.get(act="approved").comment == "Fine."


def test_the_owner_of_a_policy_approves_without_a_role(in_review: PolicyVersion, ada: Employee) -> None:
    Policy.objects.update(owner=ada)
    desk = Desk.of(ada, in_review)
    desk.post("draft-review", act="approve", seen=desk.seen())
    assert desk.state() == "approved"


def test_an_author_decides_on_nothing(in_review: PolicyVersion, tomas: Employee, dara: Employee) -> None:
    for person in (tomas, dara):
        desk = Desk.of(person, in_review)
        assert "Your decision" not in words(desk.get("draft-review"))
        assert desk.post("draft-review", act="approve", seen=desk.seen()).status_code == 404
        assert desk.get("draft-publish").status_code == 404
    assert desk.state() == "in_review"


def test_who_wrote_in_it_does_not_approve_it_whatever_their_role(in_review: PolicyVersion, tomas: Employee) -> None:
    Policy.objects.update(owner=tomas)
    desk = Desk.of(tomas, in_review)
    page = words(desk.get("draft-review"))
    assert "You wrote in this version, so somebody else has to approve it." in page
    assert 'value="approve"' not in page
    answer = desk.post("draft-review", act="approve", seen=desk.seen(), comment="I like it.")
    assert answer.status_code == 422
    assert "Somebody else has to approve it." in words(answer)
    assert "I like it." in words(answer)
    assert desk.state() == "in_review"


def test_sending_back_needs_a_word_on_what_to_change(in_review: PolicyVersion, cleo: Employee, tomas: Employee) -> None:
    desk = Desk.of(cleo, in_review)
    answer = desk.post("draft-review", act="return", comment=" ", seen=desk.seen())
    assert answer.status_code == 422
    assert "Say what has to change." in words(answer)
    assert "sent back" in _follow(desk, "draft-review", act="return", comment="Name the office.", seen=desk.seen())
    assert desk.state() == "draft"
    assert "Name the office." in words(Desk.of(tomas, in_review).get("draft"))


@pytest.mark.parametrize("act", ["approve", "return"])
def test_a_word_that_hides_something_decides_nothing(in_review: PolicyVersion, cleo: Employee, act: str) -> None:
    desk = Desk.of(cleo, in_review)
    answer = desk.post("draft-review", act=act, comment="Fine\u202e.on toN", seen=desk.seen())
    assert answer.status_code == 422
    assert "invisible character (U+202E) after “Fine”" in words(answer)
    assert desk.state() == "in_review"


def test_a_choice_has_to_be_made(in_review: PolicyVersion, cleo: Employee) -> None:
    answer = Desk.of(cleo, in_review).post("draft-review", act="")
    assert answer.status_code == 422
    assert "Choose whether you approve" in words(answer)


def test_a_text_that_was_changed_since_the_page_was_opened_is_not_approved(
    in_review: PolicyVersion, cleo: Employee, tomas: Employee
) -> None:
    desk = Desk.of(cleo, in_review)
    seen = desk.seen()
    send_back(in_review, by=cleo, comment="Change it.", now=NOW)
    save_text(in_review, language="en-US", markdown=V2, statement=STATEMENT, by=tomas, now=NOW)
    submit(in_review, by=tomas, now=NOW)
    answer = desk.post("draft-review", act="approve", seen=seen)
    assert answer.status_code == 422
    assert "Somebody changed this version while you looked at it." in words(answer)
    assert "voices" in words(answer)
    assert desk.state() == "in_review"


def test_a_second_click_on_approve_says_so_calmly(in_review: PolicyVersion, cleo: Employee) -> None:
    desk = Desk.of(cleo, in_review)
    seen = desk.seen()
    desk.post("draft-review", act="approve", seen=seen)
    answer = desk.post("draft-review", act="approve", seen=seen)
    assert answer.status_code == 422
    assert "This version is approved already." in words(answer)
    assert in_review.events.filter(act="approved").count() == 1


@pytest.fixture
def second(tomas: Employee, cleo: Employee) -> PolicyVersion:
    """An approved second version with every mark, of a policy whose first version is in force."""
    policy = make_policy()
    published(policy, author=tomas, reviewer=cleo, effective_on=LONG_AGO)
    version = approved(policy, author=tomas, reviewer=cleo, markdown=V2)
    mark(version, V2_MARKS)
    return version


def _dates(today: date, **more: Any) -> dict[str, Any]:
    return {"effective_on": today.isoformat(), "review_on": (today + timedelta(days=365)).isoformat(), **more}


def test_publishing_says_first_what_it_does(
    second: PolicyVersion, cleo: Employee, ada: Employee, boris: Employee, today: date
) -> None:
    for person in (ada, boris):
        sign(person, second.policy, now=timezone.now())
    desk = Desk.of(cleo, second)
    assert f'value="{today.isoformat()}"' in words(desk.get("draft-publish"))
    answer = desk.get("draft-publish", **_dates(today))
    page = words(answer)
    for said in (
        "at once",
        "Version 1 stops counting now, and this one takes its place.",
        "2 clauses are new or change what people have to do: AI tools, Privacy",
        "1 clause changes in wording only: Who this covers",
        "1 clause is gone: Blocked sites",
        "2 people signed version 1.",
        answer.context["digest"],
    ):
        assert said in page
    assert desk.state() == "approved"


def test_after_a_withdrawal_publishing_speaks_of_the_version_that_counts(
    second: PolicyVersion, tomas: Employee, cleo: Employee, ada: Employee, boris: Employee, today: date
) -> None:
    sign(ada, second.policy, now=timezone.now())
    sign(boris, second.policy, now=timezone.now())
    publish(second, effective_on=today, by=cleo, now=timezone.now())
    sign(ada, second.policy, now=timezone.now())
    withdraw(second, reason="A mistake.", by=cleo, now=timezone.now())
    third = approved(second.policy, author=tomas, reviewer=cleo, markdown=V1)
    mark(third, dict.fromkeys(changes_of(third).changed, ChangeMark.Kind.MATERIAL))
    page = words(Desk.of(cleo, third).get("draft-publish", **_dates(today)))
    for said in (
        "Version 1 stops counting now, and this one takes its place.",
        "2 people signed version 1.",
        "Version 2 is withdrawn, and counts for nobody.",
        "1 person signed version 2.",
    ):
        assert said in page
    assert "Version 2 stops counting" not in page


def test_where_nothing_counts_publishing_replaces_nothing(
    second: PolicyVersion, tomas: Employee, cleo: Employee, today: date
) -> None:
    withdraw(second.policy.versions.get(number=1), reason="A mistake.", by=cleo, now=timezone.now())
    page = words(Desk.of(cleo, second).get("draft-publish", **_dates(today)))
    assert "No version counts now, and this one does from now on." in page
    assert "Version 1 is withdrawn, and counts for nobody." in page
    assert "Nobody signed version 1." in page
    assert "stops counting" not in page


def test_one_confirmation_publishes_exactly_that(second: PolicyVersion, cleo: Employee, today: date) -> None:
    desk = Desk.of(cleo, second)
    digest = desk.get("draft-publish", **_dates(today)).context["digest"]
    hidden = desk.post("draft-publish", **_dates(today, seen=digest, comment="Go\u202e.pots"))
    assert "(U+202E) after “Go”" in words(hidden)
    assert "Version 2 is published." in _follow(desk, "draft-publish", **_dates(today, seen=digest, comment="Go."))
    second.refresh_from_db()
    assert (second.state, second.digest, second.effective_on) == ("published", digest, today)
    assert second.events.get(act="published").comment == "Go."
    again = _follow(desk, "draft-publish", **_dates(today, seen=digest))
    assert "Version 2 is published already." in again
    assert PolicyEvent.objects.filter(version=second, act="published").count() == 1


def test_going_back_after_publishing_posts_nothing_again(second: PolicyVersion, cleo: Employee, today: date) -> None:
    """What is checked is a page with an address of its own, so a browser can show and load it without a form."""
    desk = Desk.of(cleo, second)
    check = desk.client.get(desk.url("draft-publish"), _dates(today))
    assert "Publish version 2</button>" in words(check)
    desk.post("draft-publish", **_dates(today, seen=check.context["digest"]))
    assert "Version 2 is published already." in words(
        desk.client.get(desk.url("draft-publish"), _dates(today), follow=True)
    )
    assert PolicyEvent.objects.filter(version=second, act="published").count() == 1


def test_other_dates_or_marks_than_were_shown_publish_nothing(
    second: PolicyVersion, cleo: Employee, today: date
) -> None:
    desk = Desk.of(cleo, second)
    digest = desk.get("draft-publish", **_dates(today)).context["digest"]
    tomorrow = {"effective_on": (today + timedelta(days=1)).isoformat()}
    answer = desk.post("draft-publish", **_dates(today, seen=digest) | tomorrow)
    assert answer.status_code == 422
    mark(second, {"privacy": V2_MARKS["scope"]})
    answer = desk.post("draft-publish", **_dates(today, seen=digest))
    assert answer.status_code == 422
    assert "Somebody changed this version while you looked at it." in words(answer)
    assert answer.context["digest"] != digest
    assert desk.state() == "approved"


def test_changes_without_a_mark_are_named_and_nothing_is_published(
    second: PolicyVersion, cleo: Employee, today: date
) -> None:
    second.change_marks.filter(clause_key="privacy").delete()
    desk = Desk.of(cleo, second)
    assert "1 change has no mark yet" in words(desk.get("draft-publish"))
    answer = desk.get("draft-publish", **_dates(today))
    assert "1 change has no mark yet" in words(answer)
    assert "Publish version 2</button>" not in words(answer)
    answer = desk.post("draft-publish", **_dates(today, seen=answer.context["digest"]))
    assert answer.status_code == 422
    assert "Mark these changed clauses as editorial or material first: privacy." in words(answer)
    assert desk.state() == "approved"


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"effective_on": ""}, "Enter the first day."),
        ({"effective_on": "soon"}, "Enter the first day as a date."),
        ({"effective_on": "2020-01-01"}, "The first day lies in the past."),
        ({"effective_on": "9999-12-31"}, "Choose a day between 1900"),
        ({"review_on": "2020-01-01"}, "The review has to come after the first day."),
    ],
)
def test_days_that_will_not_do_are_refused(
    second: PolicyVersion, cleo: Employee, today: date, changes: dict[str, str], says: str
) -> None:
    answer = Desk.of(cleo, second).get("draft-publish", **_dates(today) | changes)
    assert answer.status_code == 422
    assert says in words(answer)


def test_dates_can_be_changed_after_the_check(second: PolicyVersion, cleo: Employee, today: date) -> None:
    later = today + timedelta(days=30)
    answer = Desk.of(cleo, second).get("draft-publish", **_dates(today, change="1") | {"effective_on": later})
    assert answer.status_code == 200
    assert f'value="{later.isoformat()}"' in words(answer)
    page = words(Desk.of(cleo, second).get("draft-publish", **_dates(today) | {"effective_on": later}))
    assert "Version 1 counts until" in page


def test_a_version_that_nobody_approved_is_not_published(in_review: PolicyVersion, cleo: Employee, today: date) -> None:
    desk = Desk.of(cleo, in_review)
    assert desk.get("draft-publish")["Location"] == desk.url("draft")
    assert "Somebody has to approve this version" in _follow(desk, "draft-publish", **_dates(today, seen="0" * 64))
    assert desk.state() == "in_review"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_both_are_answered_and_it_happens_once(
    tomas: Employee, cleo: Employee, ada: Employee, today: date
) -> None:
    version = approved(make_policy(), author=tomas, reviewer=cleo, markdown=V1)
    Policy.objects.update(owner=ada)
    desks = [Desk.of(cleo, version), Desk.of(ada, version)]
    digest = desks[0].get("draft-publish", **_dates(today)).context["digest"]
    start = Barrier(2)

    def confirm(number: int) -> int:
        try:
            start.wait(10)
            return int(desks[number].post("draft-publish", **_dates(today, seen=digest)).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(confirm, range(2))) == [302, 302]
    assert PolicyEvent.objects.filter(version=version, act="published").count() == 1
    assert desks[0].state() == "published"


def test_withdrawing_says_what_follows_and_asks_why(
    second: PolicyVersion, cleo: Employee, ada: Employee, today: date
) -> None:
    desk = Desk.of(cleo, second)
    digest = desk.get("draft-publish", **_dates(today)).context["digest"]
    desk.post("draft-publish", **_dates(today, seen=digest))
    sign(ada, second.policy, now=timezone.now())
    page = words(desk.get("draft-withdraw"))
    assert "From now on version 1 counts." in page
    assert "1 person signed it." in page
    assert desk.post("draft-withdraw", reason=" ").status_code == 422
    assert "(U+202E) after “No”" in words(desk.post("draft-withdraw", reason="No\u202eesaeler"))
    assert "Version 2 is withdrawn." in _follow(desk, "draft-withdraw", reason="A mistake in clause 2.")
    assert "This version is withdrawn already." in _follow(desk, "draft-withdraw", reason="Again.")
    assert second.events.get(act="withdrawn").comment == "A mistake in clause 2."
    assert "A mistake in clause 2." in words(desk.get("draft"))


def test_without_a_version_before_it_nothing_counts_any_more(tomas: Employee, cleo: Employee) -> None:
    version = published(make_policy(), author=tomas, reviewer=cleo, effective_on=LONG_AGO)
    assert "no version of this policy counts" in words(Desk.of(cleo, version).get("draft-withdraw"))
    assert Desk.of(tomas, version).post("draft-withdraw", reason="x").status_code == 404


def test_what_is_not_published_is_not_withdrawn(in_review: PolicyVersion, cleo: Employee) -> None:
    desk = Desk.of(cleo, in_review)
    assert "This version is not published." in _follow(desk, "draft-withdraw", reason="x")
    approve(in_review, by=cleo, now=NOW)
    assert desk.state() == "approved"
