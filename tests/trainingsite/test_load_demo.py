"""The demo organization: believable, the same on every machine, and never among real people."""

import json
import stat
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from people import selectors
from people.models import Department, Employee, Placement, Site
from people.roles import Role
from tests.factories import make_employee
from trainingsite.demo.accounts import hand_out

pytestmark = pytest.mark.django_db
ROLES = {
    "employee": {Role.EMPLOYEE},
    "manager": {Role.EMPLOYEE, Role.MANAGER},
    "hr": {Role.EMPLOYEE, Role.MANAGER, Role.HR},
    "compliance": {Role.EMPLOYEE, Role.MANAGER, Role.COMPLIANCE},
    "author": {Role.EMPLOYEE, Role.AUTHOR},
    "admin": {Role.EMPLOYEE, Role.ADMINISTRATOR},
}


@pytest.fixture(autouse=True)
def _a_demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


def load() -> str:
    said = StringIO()
    call_command("load_demo", stdout=said)
    return said.getvalue()


def accounts(settings: Settings) -> dict[str, dict[str, str]]:
    rows = json.loads((settings.DATA_DIR / "demo-accounts.json").read_text(encoding="utf-8"))
    return {row["role"]: row for row in rows}


def test_every_account_signs_in_and_has_its_role(settings: Settings) -> None:
    load()
    assert accounts(settings).keys() == ROLES.keys()
    for role, row in accounts(settings).items():
        client = Client()
        answer = client.post(reverse("account_login"), {"login": row["email"], "password": row["password"]})
        assert answer.status_code == 302, role
        assert Employee.objects.get(email=row["email"]).roles == ROLES[role]


def test_the_file_is_its_owners_alone(settings: Settings) -> None:
    load()
    path = settings.DATA_DIR / "demo-accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_loading_again_changes_nothing(settings: Settings) -> None:
    load()
    before = accounts(settings), Employee.objects.count(), Placement.objects.count(), Department.objects.count()
    load()
    assert (
        accounts(settings),
        Employee.objects.count(),
        Placement.objects.count(),
        Department.objects.count(),
    ) == before


def test_a_lost_file_is_written_again_with_passwords_that_work(settings: Settings) -> None:
    load()
    (settings.DATA_DIR / "demo-accounts.json").write_text("{broken", encoding="utf-8")
    load()
    row = accounts(settings)["employee"]
    assert (
        Client().post(reverse("account_login"), {"login": row["email"], "password": row["password"]}).status_code == 302
    )


def test_a_password_that_somebody_changed_stays_and_is_said_to_be_changed(settings: Settings) -> None:
    load()
    before = accounts(settings)
    ada = Employee.objects.get(email=before["employee"]["email"])
    ada.set_password("a-password-of-her-own")
    ada.save()
    for _ in range(2):
        hand_out(settings.DATA_DIR / "demo-accounts.json")
        ada.refresh_from_db()
        assert ada.check_password("a-password-of-her-own")
        assert accounts(settings) == {**before, "employee": {**before["employee"], "password": "(changed)"}}


def test_a_file_that_outlived_its_database_holds_passwords_that_work(settings: Settings) -> None:
    path = settings.DATA_DIR / "demo-accounts.json"
    roles = [{"role": "employee", "password": "kelp-kelp-kelp-10"}, {"role": "hr", "password": "(changed)"}]
    path.write_text(json.dumps(roles), encoding="utf-8")
    load()
    assert accounts(settings)["employee"]["password"] == "kelp-kelp-kelp-10"
    for row in accounts(settings).values():
        assert Employee.objects.get(email=row["email"]).check_password(row["password"])
        assert row["password"] != "(changed)"


def test_the_organization_is_believable() -> None:
    load()
    today = selectors.local_day(
        Employee.objects.get(name="Ada Osei"), now=Employee.objects.latest("recorded_at").recorded_at
    )
    assert 210 <= Employee.objects.count() <= 230
    assert Site.objects.values("time_zone").distinct().count() == 3
    assert Site.objects.get(name="Riverside Hospital").working_days == [0, 1, 2, 3, 4, 5, 6]
    assert max(department.depth for department in Department.objects.all()) == 2
    assert set(Placement.objects.on(today).values_list("kind", flat=True)) == set(Placement.Kind.values)
    here = Employee.objects.filter(is_active=True)
    unplaced = here.exclude(pk__in=Placement.objects.on(today).values("employee"))
    assert not unplaced.exists()
    unmanaged = Placement.objects.on(today).filter(manager=None)
    assert unmanaged.get().job_title == "Chief executive"
    assert here.filter(email="").exists()
    assert Employee.objects.filter(is_active=False).exists()
    names = " ".join(Employee.objects.values_list("name", flat=True))
    assert {"O'Brien-Łukasiewicz", "ليلى"} <= set(names.split())


def test_the_demo_employee_reports_to_the_demo_manager() -> None:
    load()
    ada = Employee.objects.get(name="Ada Osei")
    placement = ada.placements.known().get()
    assert placement.manager is not None
    assert placement.manager.name == "Boris Petrov"


def test_nobody_is_in_two_places_at_once() -> None:
    load()
    for person in Employee.objects.all():
        rows = list(person.placements.known().order_by("from_on"))
        for one, other in pairwise(rows):
            assert one.until_on == other.from_on


def test_it_stays_out_of_a_real_site(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo"):
        load()
    settings.DEMO = True
    make_employee("A real person")
    with pytest.raises(CommandError, match="not of the demo"):
        load()
    assert Employee.objects.count() == 1
