"""One process of `bin/bench ledger`: a writer, the sealer or the verifier. Prints its result as JSON."""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.ledger import settings


def main(url: str, data: str, role: str, *arguments: str) -> None:
    settings(url, Path(data))
    # Models can be imported only now that the settings are known.
    run: Any = import_module("benchmarks.ledger_runs")
    if role == "writer":
        answer = run.write(*(int(argument) for argument in arguments))
    elif role == "sealer":
        answer = run.seal_for(float(arguments[0]))
    else:
        answer = run.verify()
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
