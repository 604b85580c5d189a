"""What a table that is handed out consists of: columns of a few kinds, and one query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise


class Kind(Enum):
    """How a column is written. TEXT is what people typed somewhere; CODE is ours and never begins like a formula."""

    TEXT = "text"
    CODE = "code"
    WHOLE = "whole"
    DAY = "day"
    INSTANT = "instant"
    ADDRESS = "address"


@dataclass(frozen=True)
class Column:
    """`name` is the key in JSON lines and the name in the query, `label` the head in CSV and XLSX."""

    name: str
    label: str | Promise
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Joined:
    """The rows of a table once more, for PostgreSQL's COPY: what `rows` looks up row by row is joined there at once.

    `statement` has places for {cells} and for {base}, which is a query with columns named `names`; `cells` says where
    the columns come from that are not among them.
    """

    base: QuerySet[Any, tuple[Any, ...]]
    names: tuple[str, ...]
    cells: Mapping[str, str]
    statement: str


@dataclass(frozen=True)
class Table:
    """`rows` gives tuples in the order of `columns`, in a complete order: the same rows make the same file."""

    title: str
    columns: tuple[Column, ...]
    rows: QuerySet[Any, tuple[Any, ...]]
    joined: Joined

    @property
    def labels(self) -> list[str]:
        return [str(column.label) for column in self.columns]


def plain(value: Any) -> str | int | None:
    """The value as JSON and CSV have it: days as 2026-11-24, instants in UTC as 2026-11-24T15:00:00.000000Z."""
    if value is None or isinstance(value, int | str):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else str(value)
