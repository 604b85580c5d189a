"""Authors beside the cast. Files of these tests lie in a folder of their own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from people.models import Department, Employee
from people.roles import Role
from tests.factories import make_employee


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return folder


@pytest.fixture
def tomas(hospital: Department) -> Employee:
    """An author."""
    return make_employee("Tomás Herrera", number="E-0010", department=hospital, roles=(Role.AUTHOR,))


@pytest.fixture
def dara(hospital: Department) -> Employee:
    """Another author."""
    return make_employee("Dara Nwosu", number="E-0011", department=hospital, roles=(Role.AUTHOR,))
