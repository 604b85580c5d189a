"""Server time of four pages on the demo data, as a ratio to a bare view with the same session and one query.

SQLite, one process, requests straight into the WSGI handler: no network and no server in between. The bare view stands
behind sessions and authentication alone; it reads its user and makes one query: a SELECT beside the pages that read, an
INSERT beside the one that saves, committed as ours is. All are measured in turn within one run.
"""

import importlib
import json
import os
import random
import sys
import tempfile

import django

ROUNDS = 200
BARS = {"home": 4.0, "step": 4.0, "quiz save": 3.0, "hr": 6.0}


def main() -> int:
    """Print one JSON line; 1 if a bar is missed."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(10**6)
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as data:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="trainingsite.settings.production",
            SECRET_KEY="only-for-benchmarks-" * 3,
            DATA_DIR=data,
            DEMO="True",
            DATABASE_URL="",
            REDIS_URL="",
            EMAIL_URL="",
            LOG_LEVEL="ERROR",
            SITE_URL="http://127.0.0.1:8000",
        )
        django.setup()
        # Models can be imported only now that the settings are known.
        measured = importlib.import_module("benchmarks.page_requests").measure(rounds=ROUNDS, seed=seed)
    ratios = {name: round(measured[name] / measured[bare], 2) for name, bare in BASELINES.items()}
    missed = [name for name, bar in BARS.items() if ratios[name] > bar]
    milliseconds = {name: round(1000 * seconds, 3) for name, seconds in measured.items()}
    line = {"bench": "pages", "seed": seed, "rounds": ROUNDS, "ms": milliseconds, "ratio": ratios, "bar": BARS}
    sys.stdout.write(json.dumps(line | {"missed": missed}) + "\n")
    return 1 if missed else 0


BASELINES = {"home": "bare read", "step": "bare read", "quiz save": "bare write", "hr": "bare read"}

if __name__ == "__main__":
    sys.exit(main())
