"""The house keeps its shape: layers, migrations and imports."""

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

HOME: Path = settings.BASE_DIR
APPS: list[str] = settings.LOCAL_APPS


def contract(name: str) -> dict[str, Any]:
    with open(HOME / "pyproject.toml", "rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["name"].startswith(name))


def source_files(*, of: str) -> list[Path]:
    return sorted(path for path in (HOME / of).rglob("*.py") if "migrations" not in path.parts)


def test_the_layers_are_the_installed_apps_in_the_same_order() -> None:
    assert contract("Apps point downwards")["layers"] == APPS


def test_every_package_with_an_app_is_installed() -> None:
    assert {path.parent.name for path in HOME.glob("*/apps.py")} == set(APPS)


def test_every_app_but_the_composition_keeps_its_inner_layers() -> None:
    inner = set(contract("Inside an app")["containers"]) | set(contract("Inside the toolkit")["containers"])
    assert inner == set(APPS) - {"trainingsite"}


def test_migrations_depend_on_lower_apps_only() -> None:
    rank = {app: place for place, app in enumerate(APPS)}
    user_app = settings.AUTH_USER_MODEL.split(".")[0]
    wrong = []
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app not in rank:
            continue
        for on, _ in [*migration.dependencies, *migration.run_before]:
            lower = user_app if on == "__setting__" else on  # AUTH_USER_MODEL, written as swappable
            if lower in rank and rank[lower] < rank[app]:
                wrong.append(f"{app}.{name} depends on {lower}, which lies above it")
    assert wrong == []


@pytest.mark.parametrize("app", [*APPS, "tests"])
def test_imports_stand_at_the_top(app: str) -> None:
    """No import hides a cycle inside a function. `ready()` has to import late, since models are not loaded before."""
    wrong = []
    for path in source_files(of=app):
        if path.name == "apps.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
                wrong += [f"{path.relative_to(HOME)}:{one.lineno}" for one in inside]
    assert wrong == []


@pytest.mark.parametrize("app", APPS)
def test_every_module_says_what_lives_in_it(app: str) -> None:
    silent = [
        str(path.relative_to(HOME))
        for path in source_files(of=app)
        if path.read_text(encoding="utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
