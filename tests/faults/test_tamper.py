"""A small dose of `bin/fault tamper`: 100 acts of somebody who owns the database, each found with its place."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

HOME = Path(__file__).resolve().parents[2]


@pytest.mark.long
@pytest.mark.skipif(connection.vendor != "sqlite", reason="brings its own PostgreSQL: once is enough")
def test_whatever_is_changed_is_named() -> None:
    command = [sys.executable, "-m", "benchmarks.fault_tamper", "--count", "100", "--seed", "11"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout, done.stderr[-2000:]
    line = json.loads(done.stdout)
    assert line["missed"] == []
    assert (line["acts"], line["detected"], line["people_in_entries"]) == (100, 100, 0)
    assert line["is_restore_refused"]
    assert done.returncode == 0
