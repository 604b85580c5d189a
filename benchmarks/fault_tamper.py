"""Somebody who owns the database changes it in 10,000 ways; verification has to name the place of every one of them.

A private PostgreSQL, several logs of some 100 entries with facts of every kind, and a checkpoint kept outside. Each act
is done as superuser with triggers and references off, then everything is verified, then the act is taken back. Besides,
an older backup is restored, which must neither seal nor check out; and entries are searched for people.
"""

import argparse
import json
import os
import random
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django

from tests.support.postgres import private_postgres


def main() -> int:
    """Print one JSON line; 1 if anything was missed."""
    parser = argparse.ArgumentParser(prog="bin/fault tamper")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    with private_postgres() as url, tempfile.TemporaryDirectory(prefix="fault-tamper-") as data:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="trainingsite.settings.test", DATABASE_URL=url, DATA_DIR=data, LOG_LEVEL="ERROR"
        )
        django.setup()
        # Models can be imported only now that the settings are known.
        line = import_module("benchmarks.tamper_rounds").run(Path(data), count=options.count, seed=options.seed)
    sys.stdout.write(json.dumps({"fault": "tamper", **line}) + "\n")
    is_good = line["detected"] == line["acts"] and line["is_restore_refused"] and not line["people_in_entries"]
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
