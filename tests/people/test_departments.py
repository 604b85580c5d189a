"""people.services.make_department and move_department."""

from datetime import date, timedelta

import pytest

from people import services
from people.models import Department, Employee, Placement
from tests.factories import NOW, TODAY
from toolkit.errors import DomainError


def _people_in(department: Department, *, on: date) -> set[Employee]:
    """Who is placed in the department or anywhere below it on that day."""
    placements = Placement.objects.on(on).filter(department__path__startswith=department.path)
    return {placement.employee for placement in placements.select_related("employee")}


def test_a_department_knows_its_way_from_the_root(hospital: Department) -> None:
    made = services.make_department("Dialysis", parent=hospital, from_on=TODAY)
    assert made.path == f"/{hospital.pk}/{made.pk}/"
    assert made.depth == 1


def test_moving_takes_people_and_parts_along_from_that_day(ada: Employee, boris: Employee, ward: Department) -> None:
    other = services.make_department("Clinics", parent=None, from_on=TODAY)
    moved = services.move_department(boris.placements.get().department, parent=other, from_on=TODAY, by=None, now=NOW)
    assert _people_in(other, on=TODAY) == {ada, boris}
    assert _people_in(moved, on=TODAY) == {ada, boris}
    yesterday = TODAY - timedelta(days=1)
    assert _people_in(other, on=yesterday) == set()
    assert _people_in(ward, on=yesterday) == {ada}
    assert _people_in(ward, on=TODAY) == set()
    assert Department.objects.current().filter(name="7 East").get().parent == moved


def test_a_department_cannot_stand_below_itself(hospital: Department, ward: Department) -> None:
    with pytest.raises(DomainError, match="part of itself"):
        services.move_department(hospital, parent=ward, from_on=TODAY, by=None, now=NOW)


def test_a_closed_department_takes_no_parts(hospital: Department) -> None:
    services.move_department(hospital, parent=None, from_on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="not a department any more"):
        services.make_department("Dialysis", parent=hospital, from_on=TODAY)
