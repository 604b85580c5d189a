"""Which guards the database must hold: the triggers that keep entries and facts as they are, and what they call.

Each app lists its own in `guards.json` beside its code, for every kind of database, with a digest of how each is made,
and registers them in `ready()`. The list is written anew from the migrations: python -m tests.support.guard_lists
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = "guards.json"


@dataclass(frozen=True)
class Guard:
    """A trigger of `table`, or with an empty `table` a function that triggers call. `sha256` tells how it is made."""

    name: str
    table: str
    sha256: str

    def __str__(self) -> str:
        return f"{self.name} of {self.table}" if self.table else f"{self.name}()"


_guards: dict[str, Mapping[str, tuple[Guard, ...]]] = {}


def register_guards(app: str, folder: str) -> None:
    """Adds what the list in an app's folder says. Raises ValueError when the app has other guards already."""
    listed = json.loads((Path(folder) / FILE).read_text("utf-8"))
    guards = {vendor: tuple(Guard(*guard) for guard in of_vendor) for vendor, of_vendor in listed.items()}
    if _guards.setdefault(app, guards) != guards:
        raise ValueError(f"The guards of {app} are registered twice.")


def guards_of(vendor: str) -> tuple[Guard, ...]:
    """All guards that such a database must hold, in the order of their tables."""
    found = [guard for guards in _guards.values() for guard in guards.get(vendor, ())]
    return tuple(sorted(found, key=lambda guard: (guard.table, guard.name)))


def digest(definition: str) -> str:
    """SHA-256 of how a guard is made, whatever the space between its words."""
    return hashlib.sha256(" ".join(definition.split()).encode()).hexdigest()
