"""Somebody who owns the database changes it in 10,000 ways; verification has to name the place of every one of them.

Several logs of some 100 entries with facts of every kind, each on a private PostgreSQL, and a checkpoint kept outside.
Each act is done as superuser with triggers and references off, then everything is verified, then the act is taken back.
Besides, an older backup is restored, which must neither seal nor check out; and entries are searched for people.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields
from importlib import import_module
from typing import Any

import django

from tests.support.postgres import private_postgres

A_ROUND = 1000


def main() -> int:
    """Print one JSON line; 1 if anything was missed."""
    parser = argparse.ArgumentParser(prog="bin/fault tamper")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    started = time.monotonic()
    line = _rounds(options.count, options.seed)
    seconds = round(time.monotonic() - started, 1)
    sys.stdout.write(json.dumps({"fault": "tamper", "seed": options.seed, **line, "seconds": seconds}) + "\n")
    is_good = line["detected"] == line["acts"] and line["is_restore_refused"] and not line["people_in_entries"]
    return 0 if is_good else 1


def _rounds(count: int, seed: int) -> dict[str, Any]:
    """All rounds, as many at a time as there are processors; up to ten acts that were missed."""
    fresh = multiprocessing.get_context("spawn")  # each round has a server, and so settings, of its own
    counts = [min(A_ROUND, count - start) for start in range(0, count, A_ROUND)]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=fresh, max_tasks_per_child=1) as pool:
        waiting = [pool.submit(_round, number, acts, seed) for number, acts in enumerate(counts)]
        rounds = [one.result() for one in waiting]
    missed = [act for one in rounds for act in one["missed"]]
    acts = sum(one["acts"] for one in rounds)
    return {
        "acts": acts,
        "detected": acts - len(missed),
        "missed": missed[:10],
        "found": dict(sorted(sum((one["found"] for one in rounds), Counter[str]()).items())),
        "tampered": dict(sorted(sum((one["tampered"] for one in rounds), Counter[str]()).items())),
        "entries": [one["entries"] for one in rounds],
        "people_in_entries": sum(one["people_in_entries"] for one in rounds),
        "is_restore_refused": all(one["is_restore_refused"] for one in rounds),
    }


def _round(number: int, count: int, seed: int) -> dict[str, Any]:
    """In a process and on a server of its own: a transaction that is open anywhere on a server delays sealing there."""
    with private_postgres() as url, tempfile.TemporaryDirectory(prefix="fault-tamper-") as data:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="trainingsite.settings.test", DATABASE_URL=url, DATA_DIR=data, LOG_LEVEL="ERROR"
        )
        django.setup()
        try:
            # Models can be imported only now that the settings are known.
            found = import_module("benchmarks.tamper_rounds").run(data, number, count, seed)
        except Exception as problem:
            # Whoever waits for the round has no settings, and could not read an exception of ours.
            raise RuntimeError(f"round {number}: {traceback.format_exc()}") from problem
    sys.stderr.write(f"round {number}: {found.acts - len(found.missed)} of {found.acts} acts were named\n")
    return {field.name: getattr(found, field.name) for field in fields(found)}


if __name__ == "__main__":
    sys.exit(main())
