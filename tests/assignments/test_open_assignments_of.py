"""What one person still has to do, as the home page lists it."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from assignments import services
from assignments.ladder import Urgency
from assignments.selectors import department_tree, open_assignments_of
from people.models import Department, Employee
from tests.assignments.campaign import launch, named
from tests.factories import NOW, TODAY, make_completion, make_course, make_department


def test_the_most_urgent_comes_first_with_the_newest_words_in_one_query(
    ada: Employee, boris: Employee, hana: Employee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_week_ago = NOW - timedelta(days=7)
    for slug, days in (("later", 30), ("late", -1), ("soon", 3)):
        launch(
            make_course(slug, title=f"{slug} 1").course,
            named(ada, boris),
            by=hana,
            now=a_week_ago,
            due_on=TODAY + timedelta(days=days),
        )
    make_course("soon", title="soon 2", number=2)
    with django_assert_num_queries(1):
        duties = open_assignments_of(ada, now=NOW)
    assert [(duty.slug, duty.title, duty.urgency) for duty in duties] == [
        ("late", "late 1", Urgency.LATE),
        ("soon", "soon 2", Urgency.SOON),
        ("later", "later 1", Urgency.LATER),
    ]
    assert duties[0].due_on == TODAY - timedelta(days=1)
    assert {duty.minutes for duty in duties} == {9}


def test_what_is_done_is_not_to_do(ada: Employee, hana: Employee) -> None:
    version = make_course()
    launch(version.course, named(ada), by=hana)
    services.close_by_completion(make_completion(ada, version), now=NOW)
    assert open_assignments_of(ada, now=NOW) == []


def test_the_tree_lists_each_department_before_those_below_it(hospital: Department, ward: Department) -> None:
    make_department("Night team", parent=ward)
    make_department("3 West", parent=hospital)
    ended = make_department("Old wing", parent=hospital)
    make_department("Basement", parent=ended)
    Department.objects.filter(pk=ended.pk).update(until_on=TODAY)
    assert [(node.department.name, node.depth) for node in department_tree()] == [
        ("Basement", 0),
        ("Riverside Hospital", 0),
        ("3 West", 1),
        ("7 East", 1),
        ("Night team", 2),
    ]
