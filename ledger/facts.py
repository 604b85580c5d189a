"""Which rows of the product the log vouches for. Each app registers its kinds in `ready()`; the log knows no app.

A statement is a pure function of the row (and of frozen rows that it names): verification makes it again from the
database and compares it with what was hashed, so that an edited row is found out.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from ipaddress import ip_address
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models

from ledger.canonical import canonical_bytes

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


Along = tuple["models.Model", tuple[str, ...]]
"""A row that a fact's statement reads along, and the columns of it that an erasure of the fact empties too."""


def _none(row: Any) -> tuple[Any, ...]:
    return ()


@dataclass(frozen=True)
class FactKind:
    """One kind of entry. `rows` are all facts that must have one, with whatever `statement` reads selected along.

    `statement` runs no query for a row of `rows`. Rows have a field `uuid`. `personal` names the columns of the row
    that an erasure empties: text to nothing, what may be null to null. `along` are other rows with such columns, as the
    very objects that `statement` reads; `files` the stored files that an erasure removes. Neither runs a query.
    """

    kind: str
    rows: Callable[[], "models.QuerySet[Any]"]
    statement: Callable[[Any], Statement]
    personal: tuple[str, ...] = ()
    along: Callable[[Any], Iterable[Along]] = _none
    files: Callable[[Any], Iterable[str]] = _none


@dataclass(frozen=True)
class Claim:
    """What rows say of themselves only because a fact says so, like published or done; nothing of it is entered.

    `unfounded` are the rows that say it without the fact. Rows have a field `uuid`.
    """

    name: str
    unfounded: Callable[[], "models.QuerySet[Any]"]


class StoredFile(NamedTuple):
    """A stored file whose digest an entry commits to, and what names it: `row`, like "policies.attachment 5a1c…".

    `fact` is the uuid of the fact whose erasure removes the file; None where none does. `may_be_gone` is a file that
    other rules remove too: if it is there, it has to be the one.
    """

    row: str
    name: str
    sha256: str
    fact: UUID | None = None
    may_be_gone: bool = False


@dataclass(frozen=True)
class Files:
    """Stored files that entered facts of this kind name by digest.

    `every` streams those that have to be there at that moment.
    """

    kind: str
    every: Callable[[datetime], Iterator[StoredFile]]


_kinds: dict[str, FactKind] = {}
_claims: dict[str, Claim] = {}
_files: dict[str, Files] = {}


def register(kind: FactKind) -> None:
    """Adds a kind. Raises ValueError when the name is taken by another."""
    if _kinds.setdefault(kind.kind, kind) != kind:
        raise ValueError(f"The ledger kind {kind.kind} is registered twice.")


def registered() -> tuple[FactKind, ...]:
    """All kinds, in the order of their names."""
    return tuple(_kinds[name] for name in sorted(_kinds))


def register_claim(claim: Claim) -> None:
    """Adds a claim. Raises ValueError when the name is taken by another."""
    if _claims.setdefault(claim.name, claim) != claim:
        raise ValueError(f"The claim {claim.name} is registered twice.")


def claims() -> tuple[Claim, ...]:
    """All claims, in the order of their names."""
    return tuple(_claims[name] for name in sorted(_claims))


def register_files(files: Files) -> None:
    """Adds files. Raises ValueError when there are others of that kind."""
    if _files.setdefault(files.kind, files) != files:
        raise ValueError(f"The files of {files.kind} are registered twice.")


def all_files() -> tuple[Files, ...]:
    """All that was registered, in the order of their kinds."""
    return tuple(_files[name] for name in sorted(_files))


def kind_of(name: str) -> FactKind:
    """The kind of this name. Raises KeyError when no app registered it."""
    return _kinds[name]


def detail_sha256(statement: Statement) -> str:
    """The digest of a detail, without a salt: only where nothing in it is personal, or where it is hashed once more."""
    return hashlib.sha256(canonical_bytes(dict(statement.detail))).hexdigest()


def columns(row: Any, *names: str) -> dict[str, Value]:
    """These columns of a row as a detail spells them."""
    return {name: spelled(getattr(row, name)) for name in names}


def spelled(value: Any) -> Value:
    """A column's value in its one spelling: instants in UTC, days as ISO dates, UUIDs in lower case. Empty is None.

    Raises TypeError, when it is hashed, for what has none.
    """
    if value is None or type(value) in (str, int, bool):
        return value  # type: ignore[no-any-return]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, str):
        return str.__str__(value)  # a member of an enumeration becomes plain text
    if isinstance(value, list | tuple):
        return [spelled(item) for item in value]
    return value  # type: ignore[no-any-return]


def instant(moment: datetime) -> str:
    """A moment in UTC with microseconds, like 2026-11-24T08:00:00.000000Z."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def address(value: str | None) -> str | None:
    """A network address in its one spelling: databases write IPv6 in their own ways, IPv4 in one."""
    return ip_address(value).compressed if value and ":" in value else value or None


def reference(row: Any) -> str | None:
    """How a detail names another row: by its uuid."""
    return None if row is None else str(row.uuid)
