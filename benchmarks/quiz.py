"""What saving an answer costs: saves a second beside a bare view that reads the session and inserts one row.

A private PostgreSQL with durable commits, and two granian servers of the same size: the site with all that stands
around its views, and the bare view. Then many learners answer for a while, and the database is compared with what each
of them was told is saved.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import django

from tests.support.postgres import DURABLE, private_postgres
from tests.support.running_site import free_port

RATIO = 0.6
HOME = Path(__file__).resolve().parents[1]


def main() -> int:
    """Print one JSON line; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench quiz")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--pairs", type=int, default=8, help="turns of two seconds each (default 8)")
    parser.add_argument("--learners", type=int, default=300, help="who answer at the same time (default 300)")
    parser.add_argument("--seconds", type=float, default=120, help="how long they answer (default 120)")
    options = parser.parse_args()
    with private_postgres(DURABLE) as url, tempfile.TemporaryDirectory(prefix="bench-quiz-") as data:
        ours, bare = free_port(), free_port()
        os.environ.update(
            DJANGO_SETTINGS_MODULE="trainingsite.settings.production",
            SECRET_KEY="only-for-benchmarks-" * 3,
            DATABASE_URL=url,
            DATA_DIR=data,
            DEMO="False",
            REDIS_URL="",
            EMAIL_URL="",
            LOG_LEVEL="ERROR",
            SITE_URL=f"http://127.0.0.1:{ours}",
        )
        django.setup()
        # Models can be imported only now that the settings are known.
        load = import_module("benchmarks.quiz_load")
        learners = load.prepare(max(options.learners, load.AT_ONCE))
        with _server("trainingsite.wsgi", ours), _server("benchmarks.quiz_bare", bare):
            rates = load.rates(learners, ours, bare, pairs=options.pairs, seed=options.seed)
            answering = load.answering(learners, ours, seconds=options.seconds, seed=options.seed)
    is_missed = {
        "ratio": rates["ratio"] < RATIO,
        "failed": rates["failed"] + answering["failed"] > 0,
        "lost": answering["lost"] > 0,
    }
    missed = [name for name, value in is_missed.items() if value]
    line = {"bench": "quiz", "seed": options.seed, "rates": rates, "answering": answering}
    sys.stdout.write(json.dumps(line | {"bar": {"ratio": RATIO, "failed": 0, "lost": 0}, "missed": missed}) + "\n")
    return 1 if missed else 0


@contextmanager
def _server(module: str, port: int) -> Iterator[None]:
    """granian of the size in which the site runs it, until the end of the block."""
    command = [sys.executable, "-m", "granian", f"{module}:application", "--interface", "wsgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    with subprocess.Popen([*command, "--log-level", "warning"], cwd=HOME, stdout=sys.stderr) as process:
        try:
            _wait_for(port)
            yield
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < until, f"Nothing answers on port {port}"
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())
