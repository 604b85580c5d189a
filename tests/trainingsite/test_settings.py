"""Settings from the environment: strict, described once, and never echoing a secret."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from trainingsite.settings.env import VARIABLES

HOME: Path = settings.BASE_DIR
DOCUMENT = HOME / "docs" / "configuration.md"
SECRET = "s" * 60


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What the site says when it is started with these variables and no others."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "SECRET_KEY": SECRET, **variables}
    command = [sys.executable, str(HOME / "manage.py"), "check"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEMO", "yes"),
        ("SITE_URL", "training.example.org"),
        ("SITE_URL", "https://training.example.org/path"),
        ("SITE_URL", "http://127.0.0.1:99999"),
        ("TIME_ZONE", "America/Riverside"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("TRUSTED_PROXIES", "many"),
        ("TRUSTED_PROXIES", "11"),
        ("DATABASE_URL", "mysql://example.org/db"),
        ("REDIS_URL", "http://example.org"),
        ("EMAIL_URL", "mail.example.org"),
        ("LOG_LEVEL", "LOUD"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY_FILE", "/nowhere/key"),
    ],
)
def test_a_wrong_value_refuses_to_start_and_says_which_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    said = start(tmp_path, **{name: value})
    assert said.returncode == 1
    assert said.stderr.startswith(name)
    assert said.stderr.count("\n") == 1


def test_the_demo_does_not_run_for_the_world(tmp_path: Path) -> None:
    said = start(tmp_path, DEMO="True", SITE_URL="https://training.example.org")
    assert said.returncode == 1
    assert "demo" in said.stderr


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("SECRET_KEY", "hush-hush", "hush-hush"),
        ("DATABASE_URL", "mysql://user:hush-hush@example.org/db", "hush-hush"),
        ("REDIS_URL", "http://:hush-hush@example.org", "hush-hush"),
        ("EMAIL_URL", "pop3://user:hush-hush@example.org", "hush-hush"),
    ],
)
def test_a_secret_is_not_echoed(tmp_path: Path, name: str, value: str, secret: str) -> None:
    said = start(tmp_path, **{name: value})
    assert said.returncode == 1
    assert secret not in said.stderr + said.stdout


def test_without_a_secret_key_it_says_how_to_make_one(tmp_path: Path) -> None:
    said = start(tmp_path, SECRET_KEY="")
    assert said.returncode == 1
    assert "bin/manage make_keys" in said.stderr
    assert f"Looked into the data folder {tmp_path}; for a site in another one, set DATA_DIR" in said.stderr


def test_the_right_values_start(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(SECRET)
    said = start(tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(key), SITE_URL="https://training.example.org")
    assert said.returncode == 0, said.stderr


def test_every_variable_is_described_and_no_other() -> None:
    """Run `python -m tests.trainingsite.configuration` to write the page anew."""
    assert DOCUMENT.read_text(encoding="utf-8") == page()


def page() -> str:
    rows = [
        f"| `{one.name}` | {_default(one.default)} | {one.meaning} |"
        for one in sorted(VARIABLES.values(), key=lambda one: one.name)
    ]
    return INTRODUCTION + "\n".join(rows) + "\n"


def _default(default: str) -> str:
    shown = default.replace(str(settings.DATA_DIR), "DATA_DIR").replace(str(HOME / "var"), "var")
    return f"`{shown}`" if shown else "empty"


INTRODUCTION = """# Configuration

Everything that an operator may change comes from the environment. A wrong value refuses to start and says which
variable it is. `bin/serve` sets what it needs for one machine and leaves alone what is set already.

| Variable | When it is not set | What it is |
|---|---|---|
"""
