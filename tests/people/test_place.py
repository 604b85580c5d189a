"""people.services.place: two times, no overlap, one at a time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from people import selectors, services
from people.models import Department, Employee, Placement
from people.roles import Role
from people.signals import workforce_changed
from tests.factories import LONG_AGO, NOW, TODAY, make_department, make_employee, make_site
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db


def test_a_move_closes_what_was_and_keeps_what_was_known(ada: Employee, hospital: Department) -> None:
    old = ada.placements.get()
    later = NOW + timedelta(hours=1)
    new = services.place(ada, department=hospital, site=make_site("North"), from_on=TODAY, now=later)
    old.refresh_from_db()
    assert old.replaced_at == later
    assert old.until_on is None  # what we held to be true until then is still readable
    assert [(row.department, row.from_on, row.until_on) for row in ada.placements.known().order_by("from_on")] == [
        (old.department, LONG_AGO, TODAY),
        (hospital, TODAY, None),
    ]
    assert selectors.current_placement(ada, on=TODAY) == new
    yesterday = selectors.current_placement(ada, on=TODAY - timedelta(days=1))
    assert yesterday is not None
    assert yesterday.department == old.department


def test_a_move_that_begins_with_the_same_day_replaces_the_row(ada: Employee, hospital: Department) -> None:
    services.place(ada, department=hospital, site=make_site(), from_on=LONG_AGO, now=NOW)
    assert ada.placements.known().get().department == hospital


def test_a_correction_in_the_past_replaces_later_plans(ada: Employee, hospital: Department, ward: Department) -> None:
    services.place(ada, department=hospital, site=make_site(), from_on=TODAY + timedelta(days=30), now=NOW)
    services.place(ada, department=hospital, site=make_site(), from_on=TODAY - timedelta(days=30), now=NOW)
    known = ada.placements.known().order_by("from_on")
    assert [(row.department, row.until_on) for row in known] == [
        (ward, TODAY - timedelta(days=30)),
        (hospital, None),
    ]


@given(days=st.lists(st.integers(0, 40), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_whatever_is_recorded_nobody_is_in_two_places_or_in_none(days: list[int]) -> None:
    with transaction.atomic():
        department = make_department()
        person = make_employee()
        for day in days:
            services.place(
                person, department=department, site=make_site(), from_on=TODAY + timedelta(days=day), now=NOW
            )
        for day in range(min(days), 45):
            assert Placement.objects.on(TODAY + timedelta(days=day)).filter(employee=person).count() == 1
        transaction.set_rollback(True)


def test_the_floors_above_hear_of_a_move(ada: Employee, hospital: Department) -> None:
    heard = []
    receiver = lambda **said: heard.append((said["employee"], said["today"], said["now"]))  # noqa: E731
    workforce_changed.connect(receiver)
    try:
        services.place(ada, department=hospital, site=make_site(), from_on=TODAY, now=NOW)
    finally:
        workforce_changed.disconnect(receiver)
    assert heard == [(ada, TODAY, NOW)]


def test_nobody_can_be_their_own_manager(ada: Employee, ward: Department) -> None:
    for role in ("manager", "acting_manager"):
        with pytest.raises(DomainError, match="own manager"):
            services.place(ada, department=ward, site=make_site(), from_on=TODAY, now=NOW, **{role: ada})  # type: ignore[arg-type]
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(employee=ada).update(**{role: ada})


def test_a_closed_department_and_a_manager_who_left_are_refused(
    ada: Employee, boris: Employee, ward: Department
) -> None:
    services.depart(boris, on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="has left"):
        services.place(ada, department=ward, site=make_site(), from_on=TODAY, now=NOW, manager=boris)
    services.move_department(ward, parent=None, from_on=TODAY, by=None, now=NOW)
    with pytest.raises(DomainError, match="not a department any more"):
        services.place(ada, department=ward, site=make_site(), from_on=TODAY, now=NOW)


def test_manager_follows_from_the_placements_of_today(ada: Employee, boris: Employee, ward: Department) -> None:
    def roles(person: Employee) -> frozenset[Role]:
        return Employee.objects.get(pk=person.pk).roles

    mallory = make_employee("Mallory Quinn", department=ward)
    assert Role.MANAGER in roles(boris)
    assert Role.MANAGER not in roles(mallory)
    today = date.today()  # noqa: DTZ011 - roles read the clock
    services.place(
        ada, department=ward, site=make_site(), from_on=today - timedelta(days=1), now=NOW, acting_manager=mallory
    )
    assert Role.MANAGER in roles(mallory)
    assert Role.MANAGER not in roles(boris)
    services.place(ada, department=ward, site=make_site(), from_on=today + timedelta(days=9), now=NOW, manager=boris)
    assert Role.MANAGER not in roles(boris)  # not yet
    assert Role.MANAGER in roles(mallory)  # still, although the row has an end now
