"""The fixed cast. Every view test asks those who matter."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import settings

from ledger.keyfiles import KeyFiles
from people.models import Department, Employee
from people.roles import Role
from tests.factories import make_department, make_employee
from tests.support.auditor import Auditor
from tests.support.emptying import flush_passes_guards
from tests.support.ledger import own_key

pytest_plugins = ["tests.guards", "tests.support.jobs"]
# The first example of a property also loads modules, and two cores are shared: time is no sign of a mistake here.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def _tables_can_be_emptied() -> Iterator[None]:
    with flush_passes_guards():
        yield


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """Sign-in counts tries in the cache: without this, the thirty-first sign-in of a test run would be refused."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ledger_key(tmp_path: Path) -> Iterator[KeyFiles]:
    """A key for the log, and a place for what it signed last. Tests that seal use this."""
    with own_key(tmp_path) as files:
        yield files


@pytest.fixture(scope="session")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Auditor:
    """A machine that holds Python and cryptography, and nothing of ours."""
    return Auditor.prepare(tmp_path_factory.mktemp("auditor") / "environment")


@pytest.fixture
def hospital(db: None) -> Department:
    return make_department("Riverside Hospital")


@pytest.fixture
def ward(hospital: Department) -> Department:
    return make_department("7 East", parent=hospital)


@pytest.fixture
def boris(hospital: Department) -> Employee:
    """Ada's manager."""
    return make_employee("Boris Petrov", number="E-0002", department=hospital)


@pytest.fixture
def ada(ward: Department, boris: Employee) -> Employee:
    """An employee."""
    return make_employee("Ada Osei", number="E-0001", department=ward, manager=boris)


@pytest.fixture
def hana(hospital: Department) -> Employee:
    """HR."""
    return make_employee("Hana Lindqvist", number="E-0003", department=hospital, roles=(Role.HR,))


@pytest.fixture
def cleo(hospital: Department) -> Employee:
    """Compliance."""
    return make_employee("Cleo Marchetti", number="E-0004", department=hospital, roles=(Role.COMPLIANCE,))


@pytest.fixture
def root(hospital: Department) -> Employee:
    """Administrator."""
    return make_employee("Rut Aalto", number="E-0005", department=hospital, roles=(Role.ADMINISTRATOR,))


@pytest.fixture
def mallory(hospital: Department) -> Employee:
    """No relation to anybody."""
    return make_employee("Mallory Quinn", number="E-0006", department=make_department("Archive", parent=hospital))
