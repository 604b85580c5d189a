"""What every act of tampering is made of: drawing rows, places and other values, and statements to the database."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models

from benchmarks.tamper_columns import WHICH

_FOR_NONE: dict[type, Any] = {models.DateField: date(2026, 1, 1), models.CharField: "x", models.TextField: "x"}


@dataclass(frozen=True)
class Done:
    """What was done, and which places a report may name for it; empty where nearly every fact is touched."""

    act: str
    places: frozenset[str]


class NothingChanged(Exception):
    """What was drawn would change nothing."""


class Drawing:
    """`random` decides everything, so a seed draws the same again."""

    def __init__(self, drawn: random.Random) -> None:
        self.drawn = drawn

    def other_reference(self, field: Any, value: int | None) -> int | None:
        found: list[int] = [
            row for (row,) in self.rows(f"SELECT id FROM {field.related_model._meta.db_table} ORDER BY id")
        ]
        return self.drawn.choice([row for row in found if row != value] or [-1])

    def other_value(self, field: Any, value: Any) -> Any:
        if isinstance(field, models.UUIDField):
            return uuid4()
        if isinstance(field, models.JSONField):
            return {"changed": True} if not isinstance(value, list) else [*value, "changed"]
        if isinstance(field, models.GenericIPAddressField):
            return "192.0.2.77"
        if field.choices and self.drawn.random() < 0.7:
            return self.drawn.choice([key for key, _label in field.choices if key != value])
        if value is None:
            return _FOR_NONE.get(type(field), 1)
        return self.other(value, longest=getattr(field, "max_length", None))

    def other(self, value: Any, longest: int | None = None) -> Any:
        """A value of the same type that is not the same."""
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + self.drawn.randrange(1, 9)
        if isinstance(value, bytes | memoryview):
            changed = bytearray(value)
            changed[self.drawn.randrange(len(changed))] ^= 1 << self.drawn.randrange(8)
            return bytes(changed)
        if isinstance(value, datetime):
            return value - timedelta(microseconds=self.drawn.randrange(1, 10**12))
        if isinstance(value, date):
            return value - timedelta(days=self.drawn.randrange(1, 400))
        if value is None:
            return b"x" * 32
        place = self.drawn.randrange(len(value) + 1)
        letter = self.drawn.choice([c for c in "abc019" if value[place : place + 1] != c])
        text = value[:place] + letter + value[place + 1 :]
        return text[:longest]

    def indexes(self, fact: UUID) -> set[str]:
        """Where the entries of a fact lie, as a report names them."""
        statement = 'SELECT "index" FROM ledger_sealedentry s JOIN ledger_entry e ON e.id = s.entry_id WHERE fact = %s'
        return {f"index {index}" for (index,) in self.rows(statement, fact)}

    def any(self, model: Any) -> int:
        where = WHICH.get(model, "true")
        pks = [pk for (pk,) in self.rows(f"SELECT id FROM {model._meta.db_table} WHERE {where} ORDER BY id")]
        return int(self.drawn.choice(pks))

    def place(self, join: str = "") -> tuple[int, int]:
        rows = self.rows(f'SELECT "index", entry_id FROM ledger_sealedentry {join} ORDER BY "index"')
        index, entry = self.drawn.choice(rows)
        return index, entry

    def two_places(self, join: str = "") -> tuple[tuple[int, int], tuple[int, int]]:
        rows = self.rows(f'SELECT "index", entry_id FROM ledger_sealedentry {join} ORDER BY "index"')
        first, second = self.drawn.sample(rows, 2)
        return first, second

    def shift(self, start: int, by: int) -> None:
        far = 10_000_000
        self.run('UPDATE ledger_sealedentry SET "index" = "index" + %s WHERE "index" >= %s', far, start)
        self.run('UPDATE ledger_sealedentry SET "index" = "index" - %s WHERE "index" >= %s', far - by, far)

    def count(self, table: str) -> int:
        return int(self.one(f"SELECT count(*) FROM {table}"))

    def done(self, act: str, *places: str) -> Done:
        return Done(act, frozenset(places))

    def run(self, statement: str, *parameters: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            if cursor.rowcount == 0:
                raise NothingChanged

    def rows(self, statement: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    def row(self, statement: str, *parameters: Any) -> Any:
        return self.rows(statement, *parameters)[0]

    def one(self, statement: str, *parameters: Any) -> Any:
        return self.row(statement, *parameters)[0]
