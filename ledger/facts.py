"""Which rows of the product the log vouches for. Each app registers its kinds in `ready()`; the log knows no app.

A statement is a pure function of the row (and of frozen rows that it names): verification makes it again from the
database and compares it with what was hashed, so that an edited row is found out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True)
class Statement:
    """What an entry says. `object` is "type:key", like "policy:social-media-use"; `version` what wording of it.

    `person` is the reference of whom it concerns (the employee's uuid as text), hashed with a salt; empty for nobody.
    `detail` holds every column that is to be protected, hashed with another salt.
    """

    fact: UUID | None
    object: str
    version: str
    at: datetime
    person: str
    detail: Mapping[str, Value]


@dataclass(frozen=True)
class FactKind:
    """One kind of entry. `rows` are all facts that must have one, with whatever `statement` reads selected along.

    `statement` runs no query for a row of `rows`. Rows have a field `uuid`.
    """

    kind: str
    rows: Callable[[], "models.QuerySet[Any]"]
    statement: Callable[[Any], Statement]


_kinds: dict[str, FactKind] = {}


def register(kind: FactKind) -> None:
    """Adds a kind. Raises ValueError when the name is taken by another."""
    if _kinds.setdefault(kind.kind, kind) != kind:
        raise ValueError(f"The ledger kind {kind.kind} is registered twice.")


def registered() -> tuple[FactKind, ...]:
    """All kinds, in the order of their names."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def kind_of(name: str) -> FactKind:
    """The kind of this name. Raises KeyError when no app registered it."""
    return _kinds[name]
