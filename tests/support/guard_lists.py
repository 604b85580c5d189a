"""Writes every app's guards.json anew from what its migrations make: python -m tests.support.guard_lists"""

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from tests.support.postgres import private_postgres

HOME = Path(__file__).resolve().parents[2]


def main() -> None:
    """Migrates an empty database of each kind, each in a process of its own, and writes down what stands in it then."""
    with tempfile.TemporaryDirectory() as folder, private_postgres() as postgresql:
        urls = {"postgresql": postgresql, "sqlite": f"sqlite:///{folder}/empty.sqlite3"}
        found = {vendor: json.loads(_run(url, folder)) for vendor, url in urls.items()}
    for app in sorted({app for guards in found.values() for app in guards}):
        listed = {vendor: guards.get(app, []) for vendor, guards in found.items()}
        lines = [
            f'  "{vendor}": [\n' + ",\n".join(f"    {json.dumps(guard)}" for guard in guards) + "\n  ]"
            for vendor, guards in listed.items()
        ]
        (HOME / app / "guards.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _run(url: str, folder: str) -> str:
    settings = {"DJANGO_SETTINGS_MODULE": "trainingsite.settings.test", "DATABASE_URL": url, "DATA_DIR": folder}
    command = [sys.executable, "-m", "tests.support.guard_lists", "show"]
    return subprocess.run(
        command, cwd=HOME, env=os.environ | settings, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def show() -> None:
    """Prints the guards of one database by app: the first word of a trigger's table, or of a function's name."""
    django.setup()
    call_command("migrate", verbosity=0)
    standing_guards = import_module("ledger.selectors.verification.guards").standing_guards  # needs the settings
    found: dict[str, list[tuple[str, str, str]]] = {}
    for one in sorted(standing_guards(), key=lambda one: (one.guard.table, one.guard.name)):
        guard = one.guard
        found.setdefault((guard.table or guard.name).split("_")[0], []).append((guard.name, guard.table, guard.sha256))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    show() if sys.argv[1:] == ["show"] else main()
