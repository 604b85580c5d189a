"""What the ledger costs: signatures with it against the same inserts without it, sealing, and verifying a large log.

A private PostgreSQL with durable commits. Eight processes insert attestations, each in a transaction of its own, by
turns with and without the entry, while a sealer runs; once with commits as they are here and once with a flush of 2 ms.
Then a backlog is sealed, and a log of a million entries is verified in a process of its own, whose memory counts.
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

from tests.support.postgres import DURABLE, private_postgres

RATIO, SECONDS_TO_SEAL, SEALED_A_SECOND = 0.7, 2.0, 100_000
VERIFIED_WITHIN, MEGABYTES = 15.0, 300.0


def main() -> int:
    """Print one JSON line; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench ledger")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--entries", type=int, default=1_000_000, help="how many are verified (default 1,000,000)")
    parser.add_argument("--pairs", type=int, default=6, help="turns of two seconds with and without the ledger")
    options = parser.parse_args()
    with private_postgres(DURABLE) as url, tempfile.TemporaryDirectory(prefix="bench-ledger-") as data:
        settings(url, Path(data))
        # Models can be imported only now that the settings are known.
        run = import_module("benchmarks.ledger_runs")
        run.prepare()
        writing = {
            name: run.writing(url, data, delay=delay, pairs=options.pairs, seed=options.seed)
            for name, delay in (("as it is", 0), ("2 ms", 2000))
        }
        sealing = run.sealing(200_000)
        verifying = run.verifying(url, data, options.entries)
    bars = {
        "ratio": RATIO,
        "seconds to seal": SECONDS_TO_SEAL,
        "sealed a second": SEALED_A_SECOND,
        "verified within": VERIFIED_WITHIN,
        "megabytes": MEGABYTES,
    }
    is_missed = {
        "ratio": any(one["ratio"] < RATIO for one in writing.values()),
        "seconds to seal": any(one["slowest_seal"] > SECONDS_TO_SEAL for one in writing.values()),
        "every one sealed": any(one["attestations"] != one["sealed"] for one in writing.values()),
        "sealed a second": sealing["a_second"] < SEALED_A_SECOND,
        "verified within": verifying["entries_seconds"] > VERIFIED_WITHIN,
        "megabytes": verifying["megabytes"] > MEGABYTES,
        "sound": not verifying["is_sound"],
    }
    line = {"bench": "ledger", "seed": options.seed, "writing": writing, "sealing": sealing, "verifying": verifying}
    missed = [name for name, value in is_missed.items() if value]
    sys.stdout.write(json.dumps(line | {"bar": bars, "missed": missed}) + "\n")
    return 1 if missed else 0


def settings(url: str, data: Path) -> None:
    """Every process of the benchmark begins with this."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="trainingsite.settings.test",
        DATABASE_URL=url,
        DATA_DIR=str(data),
        LOG_LEVEL="ERROR",
        LEDGER_KEY_FILE=str(data / "ledger.key"),
    )
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
