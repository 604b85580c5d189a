"""Assignments end by themselves when the course is done or the person has left."""

from datetime import timedelta

import pytest

from assignments.models import Assignment
from courses.models import Course
from courses.signals import course_completed
from people.models import Employee
from people.signals import workforce_changed
from tests.assignments.campaign import launch, named
from tests.factories import NOW, TODAY, make_completion, make_course


@pytest.fixture
def course(db: None) -> Course:
    return make_course().course


def test_a_completion_closes_the_open_assignment_of_that_course_alone(
    course: Course, ada: Employee, boris: Employee, hana: Employee
) -> None:
    other = make_course("other").course
    launch(course, named(ada, boris), by=hana)
    launch(other, named(ada), by=hana)
    completion = make_completion(ada, course.versions.get())
    course_completed.send(sender=None, completion=completion, now=NOW)
    assert {(row.employee, row.course) for row in Assignment.objects.open()} == {(boris, course), (ada, other)}
    closed = Assignment.objects.get(closed_by="completion")
    assert (closed.completion, closed.closed_at) == (completion, NOW)


def test_a_completion_that_nobody_asked_for_closes_nothing(course: Course, ada: Employee) -> None:
    course_completed.send(sender=None, completion=make_completion(ada, course.versions.get()), now=NOW)
    assert not Assignment.objects.exists()


def test_a_departure_closes_what_was_open(course: Course, ada: Employee, boris: Employee, hana: Employee) -> None:
    launch(course, named(ada, boris), by=hana)
    ada.left_on = TODAY
    workforce_changed.send(sender=None, employee=ada, today=TODAY, now=NOW)
    assert Assignment.objects.get(employee=ada).closed_by == "departure"
    assert Assignment.objects.get(employee=boris).closed_at is None


def test_a_departure_to_come_closes_nothing_yet(course: Course, ada: Employee, hana: Employee) -> None:
    launch(course, named(ada), by=hana)
    ada.left_on = TODAY + timedelta(days=1)
    workforce_changed.send(sender=None, employee=ada, today=TODAY, now=NOW)
    assert Assignment.objects.get().closed_at is None
