"""What the ledger says of campaigns and of duties that ended undone, made again from the rows without a query."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from assignments.facts import CLOSED, LAUNCHED
from assignments.models import Assignment, AssignmentReason, Campaign
from courses.models import Course
from ledger.facts import claims
from ledger.models import Entry
from people.models import Employee
from people.signals import workforce_changed
from tests.assignments.campaign import IN_A_WEEK, launch, named
from tests.courses.learner import complete
from tests.factories import NOW, TODAY, make_course, make_employee
from tests.support.facts import bytes_of, is_entered, set_triggers_aside, statement_again


@pytest.fixture
def course(db: None) -> Course:
    return make_course().course


@pytest.fixture
def campaign(course: Course, ada: Employee, boris: Employee, hana: Employee) -> Campaign:
    return launch(course, named(ada, boris), by=hana)


def test_a_campaign_is_entered_with_how_many_it_reached(campaign: Campaign, ada: Employee) -> None:
    assert is_entered(LAUNCHED)
    assert statement_again(LAUNCHED).detail["reached"] == 2
    assert ada.number not in bytes(Entry.objects.get().body).decode()


def test_a_later_campaign_leaves_the_statement_of_the_earlier_one(
    campaign: Campaign, course: Course, ada: Employee, hana: Employee
) -> None:
    launch(course, named(ada), by=hana, due_on=IN_A_WEEK - timedelta(days=1))
    assert Assignment.objects.filter(due_on__lt=IN_A_WEEK).exists()
    Campaign.objects.exclude(pk=campaign.pk).count()
    entries = Entry.objects.filter(kind=LAUNCHED)
    assert entries.count() == 2
    with transaction.atomic():
        set_triggers_aside()
        last = Campaign.objects.exclude(pk=campaign.pk).get()
        last.reasons.all().delete()
        last.delete()
    assert is_entered(LAUNCHED)


CHANGES: dict[str, tuple[Any, dict[str, Any]]] = {
    "the day": (Campaign, {"due_on": IN_A_WEEK + timedelta(days=1)}),
    "the note": (Campaign, {"note": "Other"}),
    "the moment": (Campaign, {"created_at": NOW - timedelta(days=1)}),
    "what one reason asked for": (AssignmentReason, {"due_on": TODAY}),
}


@pytest.mark.parametrize("part", CHANGES)
def test_no_part_of_a_campaign_can_change_without_changing_the_statement(part: str, campaign: Campaign) -> None:
    before = bytes_of(statement_again(LAUNCHED))
    model, change = CHANGES[part]
    with transaction.atomic():
        set_triggers_aside()
        assert model.objects.update(**change)
    assert bytes_of(statement_again(LAUNCHED)) != before


def test_whom_a_campaign_reached_cannot_change_without_changing_the_statement(campaign: Campaign) -> None:
    before = bytes_of(statement_again(LAUNCHED))
    with transaction.atomic():
        set_triggers_aside()
        Assignment.objects.filter(employee__number="E-0001").update(employee=make_employee())
    changed = bytes_of(statement_again(LAUNCHED))
    assert changed != before
    AssignmentReason.objects.first().delete()  # type: ignore[union-attr]
    assert bytes_of(statement_again(LAUNCHED)) not in (before, changed)


def test_a_duty_that_ended_with_a_departure_is_entered(campaign: Campaign, ada: Employee) -> None:
    ada.left_on = TODAY
    workforce_changed.send(sender=None, employee=ada, today=TODAY, now=NOW)
    assert is_entered(CLOSED)
    again = statement_again(CLOSED)
    assert (again.object, again.person, again.at) == ("course:handwashing", str(ada.uuid), NOW)
    assert again.detail["closed_by"] == "departure"
    with transaction.atomic():
        set_triggers_aside()
        Assignment.objects.filter(employee=ada).update(due_on=TODAY)
    assert not is_entered(CLOSED)


def _unfounded(name: str) -> int:
    (claim,) = (claim for claim in claims() if claim.name == name)
    return claim.unfounded().count()


@pytest.mark.parametrize("change", ["the day", "the course", "the campaign"])
def test_a_duty_that_no_campaign_asks_for_is_found(change: str, campaign: Campaign) -> None:
    assert _unfounded("assigned") == 0
    with transaction.atomic():
        set_triggers_aside()
        if change == "the day":
            Assignment.objects.update(due_on=TODAY)
        elif change == "the course":
            Assignment.objects.update(course=make_course("other", title="Other").course)
        else:
            AssignmentReason.objects.all().delete()
    assert _unfounded("assigned") == 2


@pytest.mark.parametrize("change", ["whose", "which course", "when"])
def test_a_duty_that_is_done_by_no_completion_of_its_own_is_found(
    change: str, campaign: Campaign, course: Course, ada: Employee, boris: Employee
) -> None:
    complete(course.versions.get(), ada, now=NOW)
    assert _unfounded("done") == 0
    with transaction.atomic():
        set_triggers_aside()
        done = Assignment.objects.filter(closed_by="completion")
        if change == "whose":
            done.update(employee=make_employee())
        elif change == "which course":
            done.update(course=make_course("other", title="Other").course)
        else:
            done.update(closed_at=NOW - timedelta(days=1))
    assert _unfounded("done") == 1
