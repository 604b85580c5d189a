"""Somebody who owns the database changes it in 10,000 ways; verification has to name the place of every one of them.

A private PostgreSQL, several logs of some 100 entries with facts of every kind, and a checkpoint kept outside. Each act
is done as superuser with triggers and references off, then everything is verified, then the act is taken back. Besides,
an older backup is restored, which must neither seal nor check out; and entries are searched for people.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
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
    with private_postgres() as url, tempfile.TemporaryDirectory(prefix="fault-tamper-") as data:
        line = _rounds(url, data, options.count, options.seed)
    seconds = round(time.monotonic() - started, 1)
    sys.stdout.write(json.dumps({"fault": "tamper", "seed": options.seed, **line, "seconds": seconds}) + "\n")
    is_good = line["detected"] == line["acts"] and line["is_restore_refused"] and not line["people_in_entries"]
    return 0 if is_good else 1


def _rounds(url: str, data: str, count: int, seed: int) -> dict[str, Any]:
    """All rounds, as many at a time as there are processors; up to ten acts that were missed."""
    settings = (url, data)
    fresh = multiprocessing.get_context("spawn")  # a connection must not be shared by forking
    numbers = list(range(-(-count // A_ROUND)))
    with ProcessPoolExecutor(os.cpu_count(), mp_context=fresh, initializer=_set_up, initargs=settings) as pool:
        pool.submit(_prepare).result()
        counts = [min(A_ROUND, count - number * A_ROUND) for number in numbers]
        waiting = [pool.submit(_round, data, number, counts[number], seed) for number in numbers]
        rounds = [one.result() for one in waiting]
    missed = [act for one in rounds for act in one["missed"]]
    acts = sum(one["acts"] for one in rounds)
    return {
        "acts": acts,
        "detected": acts - len(missed),
        "missed": missed[:10],
        "found": dict(sorted(sum((one["found"] for one in rounds), Counter[str]()).items())),
        "entries": [one["entries"] for one in rounds],
        "people_in_entries": sum(one["people_in_entries"] for one in rounds),
        "is_restore_refused": all(one["is_restore_refused"] for one in rounds),
    }


def _set_up(url: str, data: str) -> None:
    os.environ.update(
        DJANGO_SETTINGS_MODULE="trainingsite.settings.test", DATABASE_URL=url, DATA_DIR=data, LOG_LEVEL="ERROR"
    )
    django.setup()


# Models can be imported only once the settings are known, so what needs them is imported in the process that has them.
def _prepare() -> None:
    import_module("benchmarks.tamper_rounds").prepare()


def _round(data: str, number: int, count: int, seed: int) -> dict[str, Any]:
    found: dict[str, Any] = vars(import_module("benchmarks.tamper_rounds").run(data, number, count, seed))
    return found


if __name__ == "__main__":
    sys.exit(main())
