"""What a campaign would do, read from the database."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from pytest_django import DjangoAssertNumQueries

from assignments.audience import Because, NamedPeople
from courses.models import Course
from people.models import Department, Employee
from tests.assignments.campaign import IN_A_WEEK, launch, named, preview
from tests.factories import NOW, TODAY, make_completion, make_course, make_department, make_employee


@pytest.fixture
def course(db: None) -> Course:
    return make_course().course


def test_a_department_stands_for_everything_below_it(
    course: Course, hospital: Department, ada: Employee, boris: Employee
) -> None:
    make_employee("Elsewhere", department=make_department("Clinic"))
    effect = preview(course, hospital).effect
    assert [person.name for person in effect.to_assign] == ["Ada Osei", "Boris Petrov"]


def test_a_department_whose_path_only_looks_alike_is_not_below(course: Course, db: None) -> None:
    parts = [make_department(f"D{number}") for number in range(12)]
    first = parts[0]
    for part in parts:
        make_employee(part.name, department=part)
    assert [person.name for person in preview(course, first).effect.to_assign] == ["D0"]


def test_numbers_and_addresses_find_people_in_any_case(course: Course, ada: Employee, boris: Employee) -> None:
    effect = preview(course, NamedPeople.from_text("e-0001\nE-0002@EXAMPLE.org")).effect
    assert [person.name for person in effect.to_assign] == ["Ada Osei", "Boris Petrov"]


def test_one_person_named_by_number_and_address_is_one(course: Course, ada: Employee) -> None:
    effect = preview(course, NamedPeople.from_text("E-0001\ne-0001@example.org")).effect
    assert len(effect.to_assign) == 1


def test_a_line_that_names_nobody_is_reported(course: Course, ada: Employee) -> None:
    effect = preview(course, NamedPeople.from_text("E-0001\n\nnobody@example.org")).effect
    (row,) = effect.left_out
    assert row.because is Because.NOT_FOUND
    assert row.entry
    assert (row.entry.line, row.entry.text) == (3, "nobody@example.org")


def test_an_address_means_who_has_it_now(course: Course, hospital: Department) -> None:
    gone = make_employee("Gone", department=hospital, email="desk@example.org", is_active=False, left_on=TODAY)
    EmailAddress.objects.filter(user=gone).delete()
    make_employee("Here", department=hospital, email="desk@example.org")
    effect = preview(course, NamedPeople.from_text("desk@example.org")).effect
    assert [person.name for person in effect.to_assign] == ["Here"]


def test_who_left_or_cannot_sign_in_is_left_out_with_the_reason(course: Course, hospital: Department) -> None:
    gone = make_employee("Gone", department=hospital, is_active=False, left_on=TODAY)
    shut = make_employee("Shut", department=hospital, is_active=False)
    effect = preview(course, named(gone, shut)).effect
    assert {row.person.name: row.because for row in effect.left_out if row.person} == {
        "Gone": Because.LEFT,
        "Shut": Because.CANNOT_SIGN_IN,
    }


def test_who_starts_later_is_left_out(course: Course, hospital: Department) -> None:
    starter = make_employee("Starter", department=hospital)
    starter.placements.update(from_on=TODAY + timedelta(days=3))
    effect = preview(course, hospital).effect
    assert [(row.person.name, row.because) for row in effect.left_out if row.person] == [
        ("Starter", Because.STARTS_LATER)
    ]
    assert effect.to_assign == ()


def test_who_holds_the_course_on_the_due_day_is_not_asked(course: Course, ada: Employee, boris: Employee) -> None:
    version = course.versions.get()
    make_completion(ada, version, valid_until=IN_A_WEEK)
    make_completion(boris, version, valid_until=IN_A_WEEK - timedelta(days=1))
    effect = preview(course, named(ada, boris)).effect
    assert [(row.person.name, row.valid_until) for row in effect.already_hold] == [("Ada Osei", IN_A_WEEK)]
    assert [person.name for person in effect.to_assign] == ["Boris Petrov"]


def test_the_longest_completion_counts(course: Course, ada: Employee) -> None:
    version = course.versions.get()
    make_completion(ada, version, valid_until=IN_A_WEEK)
    make_completion(ada, version)
    (row,) = preview(course, named(ada)).effect.already_hold
    assert row.valid_until is None


def test_an_open_assignment_is_told_and_whether_its_date_moves(course: Course, ada: Employee, hana: Employee) -> None:
    launch(course, named(ada), by=hana)
    (same,) = preview(course, named(ada)).effect.already_assigned
    (earlier,) = preview(course, named(ada), IN_A_WEEK - timedelta(days=1)).effect.already_assigned
    assert (same.due_on, same.is_brought_forward) == (IN_A_WEEK, False)
    assert earlier.is_brought_forward


def test_who_has_no_address_is_counted(course: Course, ward: Department) -> None:
    make_employee("Silent", department=ward, email="")
    assert [person.name for person in preview(course, ward).without_address] == ["Silent"]


def test_the_queries_do_not_grow_with_the_people(
    course: Course, ward: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        make_employee(department=ward)
    with django_assert_num_queries(6):
        assert len(preview(course, ward).effect.to_assign) == 30


def test_today_is_an_argument(course: Course, ada: Employee) -> None:
    ada.placements.update(from_on=NOW.date() + timedelta(days=1))
    assert preview(course, named(ada)).effect.left_out
