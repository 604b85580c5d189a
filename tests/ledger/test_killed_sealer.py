"""A sealer that is killed, as by kill -9 or a power cut, at each step: the next one goes on, and nothing forks."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.databases import fresh_database

STEPS = ("placed", "signed", "copied", "noted")

# Runs in a process of its own, so that it can die like one. `die` after a step means that nothing of it is tidied up.
PROGRAM = """
import os, sys
import django
django.setup()
from django.utils import timezone
from ledger import checkpoints, facts, merkle, selectors, services
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, SealedEntry
from ledger.services import placing, sealing, signing
from tests.support.ledger import check_all, enter, everything_is_settled

facts._kinds.clear()
placing.horizon = everything_is_settled
act, step = sys.argv[1], sys.argv[2]

def dies_after(owner, name):
    real = getattr(owner, name)
    def wrapped(*args, **options):
        real(*args, **options)
        os._exit(77)
    setattr(owner, name, wrapped)

if act == "begin":
    services.make_key()
    services.seal(timezone.now())
elif act == "die":
    for _ in range(5):
        enter()
    owner, name = {
        "placed": (sealing, "place"),
        "signed": (checkpoints, "sign"),
        "copied": (KeyFiles, "write_copy"),
        "noted": (Checkpoint.objects, "create"),
    }[step]
    dies_after(owner, name)
    services.seal(timezone.now())
else:
    for _ in range(5):
        enter()
    result = services.seal(timezone.now())
    check_all()
    print(result.size, SealedEntry.objects.count())
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    ours = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "trainingsite.settings.test"}
    with fresh_database() as url:
        yield {**os.environ, **ours, "DATABASE_URL": url, "PYTHONPATH": str(settings.BASE_DIR)}


@pytest.mark.long
def test_whenever_it_is_killed_the_log_goes_on_in_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)

    migrated = run(str(settings.BASE_DIR / "manage.py"), "migrate", "--verbosity", "0")
    assert migrated.returncode == 0, migrated.stderr
    assert run("-c", PROGRAM, "begin", "").returncode == 0
    size = 1
    copies = [(tmp_path / "keys" / "ledger.key.checkpoint").read_text()]
    for step in STEPS:
        died = run("-c", PROGRAM, "die", step)
        assert died.returncode == 77, died.stderr
        copies.append((tmp_path / "keys" / "ledger.key.checkpoint").read_text())
        went_on = run("-c", PROGRAM, "go on", "")
        assert went_on.returncode == 0, went_on.stderr
        size += 10
        assert went_on.stdout.split() == [str(size), str(size)]
    sizes = [int(copy.splitlines()[1]) for copy in copies]
    assert sizes == [1, 1, 11, 26, 36]
