"""Launching a campaign."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from assignments.audience import NamedPeople
from assignments.errors import DueInThePast, NobodyToAssign, PreviewChanged
from assignments.models import Assignment, AssignmentReason, Campaign
from courses.errors import NotPublished
from courses.models import Course
from people.models import Department, Employee, Placement
from tests.assignments.campaign import IN_A_WEEK, launch, named, preview
from tests.factories import LONG_AGO, NOW, TODAY, make_completion, make_course, make_employee, make_site
from toolkit.errors import DomainError


@pytest.fixture
def course(db: None) -> Course:
    return make_course().course


def test_everybody_in_the_preview_gets_an_assignment_with_its_reason(
    course: Course, hospital: Department, ada: Employee, boris: Employee, hana: Employee
) -> None:
    campaign = launch(course, hospital, by=hana)
    assert campaign.department == hospital
    assert {row.employee for row in Assignment.objects.open()} == {ada, boris, hana}
    assert campaign.reasons.count() == 3


def test_the_due_instant_is_the_end_of_the_day_at_the_persons_site(
    course: Course, ada: Employee, ward: Department, hana: Employee
) -> None:
    tokyo = make_site("Tokyo", time_zone="Asia/Tokyo")
    emi = make_employee("Emi", department=ward)
    emi.placements.update(site=tokyo)
    launch(course, named(ada, emi), by=hana, due_on=date(2026, 11, 30))
    due = dict(Assignment.objects.values_list("employee__name", "due_at"))
    assert due == {
        "Ada Osei": datetime(2026, 12, 1, 6, tzinfo=UTC),
        "Emi": datetime(2026, 11, 30, 15, tzinfo=UTC),
    }


def test_an_open_assignment_gets_another_reason_and_the_earlier_date_wins(
    course: Course, ada: Employee, hana: Employee
) -> None:
    launch(course, named(ada), by=hana, due_on=IN_A_WEEK)
    launch(course, named(ada), by=hana, due_on=IN_A_WEEK + timedelta(days=1))
    assignment = Assignment.objects.get()
    assert assignment.due_on == IN_A_WEEK
    launch(course, named(ada), by=hana, due_on=IN_A_WEEK - timedelta(days=1))
    assignment.refresh_from_db()
    assert assignment.due_on == IN_A_WEEK - timedelta(days=1)
    assert assignment.due_at == datetime(2026, 12, 1, 6, tzinfo=UTC)
    assert sorted(assignment.reasons.values_list("due_on", flat=True)) == [
        IN_A_WEEK + timedelta(days=days) for days in (-1, 0, 1)
    ]


def test_who_finished_may_be_assigned_again_when_it_no_longer_counts(
    course: Course, ada: Employee, hana: Employee
) -> None:
    launch(course, named(ada), by=hana)
    completion = make_completion(ada, course.versions.get(), valid_until=IN_A_WEEK)
    Assignment.objects.update(closed_at=NOW, closed_by="completion", completion=completion)
    launch(course, named(ada), by=hana, due_on=IN_A_WEEK + timedelta(days=1))
    assert Assignment.objects.count() == 2


def test_confirming_the_same_preview_twice_has_one_effect(course: Course, ada: Employee, hana: Employee) -> None:
    token, seen = uuid4(), preview(course, named(ada)).digest
    first = launch(course, named(ada), by=hana, seen=seen, uuid=token)
    assert launch(course, named(ada), by=hana, seen=seen, uuid=token) == first
    assert Campaign.objects.count() == AssignmentReason.objects.count() == 1


def test_somebody_elses_confirmation_is_not_taken_for_ones_own(
    course: Course, ada: Employee, hana: Employee, cleo: Employee
) -> None:
    token = uuid4()
    launch(course, named(ada), by=hana, uuid=token)
    with pytest.raises(DomainError, match="Somebody else"):
        launch(course, named(ada), by=cleo, uuid=token)


def test_nothing_happens_if_the_preview_is_no_longer_true(
    course: Course, ward: Department, ada: Employee, hana: Employee
) -> None:
    seen = preview(course, ward).digest
    make_employee("Newcomer", department=ward)
    with pytest.raises(PreviewChanged):
        launch(course, ward, by=hana, seen=seen)
    assert not Campaign.objects.exists()


def test_a_preview_for_another_date_does_not_confirm_this_one(course: Course, ada: Employee, hana: Employee) -> None:
    with pytest.raises(PreviewChanged):
        launch(course, named(ada), by=hana, seen=preview(course, named(ada), TODAY).digest)


def test_a_due_date_in_the_past_is_refused(course: Course, ada: Employee, hana: Employee) -> None:
    with pytest.raises(DueInThePast):
        launch(course, named(ada), by=hana, due_on=TODAY - timedelta(days=1))


def test_a_course_without_a_published_version_is_refused(ada: Employee, hana: Employee) -> None:
    draft = Course.objects.create(slug="draft", created_at=NOW)
    with pytest.raises(NotPublished):
        launch(draft, named(ada), by=hana)


def test_a_campaign_for_nobody_is_refused(course: Course, hana: Employee) -> None:
    with pytest.raises(NobodyToAssign):
        launch(course, NamedPeople.from_text("E-404"), by=hana)


def test_thousands_of_people_take_few_statements(
    course: Course, ward: Department, hana: Employee, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = Employee.objects.bulk_create(Employee(number=f"B-{i}", name=f"Person {i}") for i in range(5000))
    site = make_site()
    Placement.objects.bulk_create(
        Placement(employee=person, department=ward, site=site, from_on=LONG_AGO, recorded_at=NOW) for person in people
    )
    seen = preview(course, ward).digest
    with django_assert_max_num_queries(120):
        campaign = launch(course, ward, by=hana, seen=seen)
    assert campaign.reasons.count() == 5000


def test_what_was_ordered_is_never_edited(course: Course, ada: Employee, hana: Employee) -> None:
    campaign = launch(course, named(ada), by=hana)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(note="other")
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        campaign.reasons.update(due_on=TODAY)


def test_a_duty_never_gets_later_and_never_opens_again(course: Course, ada: Employee, hana: Employee) -> None:
    launch(course, named(ada), by=hana)
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        Assignment.objects.update(due_on=IN_A_WEEK + timedelta(days=1))
    Assignment.objects.update(closed_at=NOW, closed_by="withdrawal")
    with pytest.raises(IntegrityError, match="never edited"), transaction.atomic():
        Assignment.objects.update(closed_at=None, closed_by="")
