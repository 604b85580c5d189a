"""One random act of somebody who owns the database: drawn, done, and what a report of it has to name.

Each act runs in a transaction in which no trigger and no reference is looked at, and which is rolled back afterwards.
An act that the tables themselves refuse (a second row under one unique name), or that changes nothing, is drawn anew.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models
from psycopg.types.json import Jsonb

from assignments.models import Assignment, AssignmentReason, Campaign
from certificates.models import Certificate, CertificateFile
from courses.models import AnswerKey, AttemptGrant, Completion, CourseVersion, Module, Question, Step
from ledger.models import Correction, Erasure
from policies.models import Attachment, Attestation, ChangeMark, PolicyEvent, PolicyText, PolicyVersion


@dataclass(frozen=True)
class Done:
    """What was done, and which places a report may name for it; empty where several rows say the same together."""

    act: str
    places: frozenset[str]


class NothingChanged(Exception):
    """What was drawn would change nothing."""


# The rows that are facts, and the columns of them that are bookkeeping and say nothing.
FACTS: dict[type[models.Model], frozenset[str]] = {
    Attestation: frozenset({"id"}),
    PolicyEvent: frozenset({"id"}),
    Completion: frozenset({"id"}),
    CourseVersion: frozenset({"id"}),
    AttemptGrant: frozenset({"id"}),
    Certificate: frozenset({"id"}),
    CertificateFile: frozenset({"id"}),
    Campaign: frozenset({"id"}),
    Erasure: frozenset({"id"}),
    Correction: frozenset({"id"}),
}
# Rows that a fact holds within it, by the digest of what they say. A position says no more than an order does.
PARTS: dict[type[models.Model], frozenset[str]] = {
    PolicyVersion: frozenset({"id", "state", "created_at"}),
    PolicyText: frozenset({"id"}),
    Attachment: frozenset({"id", "file"}),
    ChangeMark: frozenset({"id"}),
    Module: frozenset({"id", "position"}),
    Step: frozenset({"id", "position"}),
    Question: frozenset({"id", "position"}),
    AnswerKey: frozenset({"id"}),
    AssignmentReason: frozenset({"id"}),
}


class Tampering:
    """Draws and does acts. `random` decides everything, so a seed gives the same acts again."""

    def __init__(self, drawn: random.Random) -> None:
        self._drawn = drawn
        self._acts: list[Callable[[], Done]] = [
            *(3 * [self._edit_body, self._edit_column, self._date_back, self._edit_disclosure]),
            *(2 * [self._delete_entry, self._delete_place, self._swap_places, self._swap_bodies, self._insert]),
            *(2 * [self._append, self._delete_disclosure, self._swap_disclosures, self._edit_checkpoint]),
            *(12 * [self._edit_fact]),
            *(4 * [self._edit_part, self._delete_fact, self._copy_fact, self._delete_part, self._date_fact_back]),
        ]

    def do(self) -> Done:
        """One act. Raises NothingChanged and what the database raises."""
        return self._drawn.choice(self._acts)()

    # The log

    def _edit_body(self) -> Done:
        index, entry = self._place()
        body = bytearray(self._one("SELECT body FROM ledger_entry WHERE id = %s", entry))
        how = self._drawn.choice(["bit", "cut", "digit"])
        if how == "bit":
            body[self._drawn.randrange(len(body))] ^= 1 << self._drawn.randrange(8)
        elif how == "cut":
            del body[self._drawn.randrange(len(body))]
        else:
            place = self._drawn.choice([at for at, byte in enumerate(body) if chr(byte).isdigit()])
            body[place] = ord(self._drawn.choice([c for c in "0123456789" if ord(c) != body[place]]))
        self._run("UPDATE ledger_entry SET body = %s WHERE id = %s", bytes(body), entry)
        return self._done(f"body: {how}", f"index {index}")

    def _edit_column(self) -> Done:
        index, entry = self._place()
        column, value = self._drawn.choice([("kind", "policy.attestet"), ("fact", uuid4())])
        self._run(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, entry)
        return self._done(f"entry: {column}", f"index {index}")

    def _date_back(self) -> Done:
        """The column alone, or the body too."""
        index, entry = self._place()
        back = timedelta(seconds=self._drawn.randrange(1, 10**7))
        at, body = self._row("SELECT recorded_at, body FROM ledger_entry WHERE id = %s", entry)
        changed = bytes(body)
        if self._drawn.random() < 0.5:
            was, now = (moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode() for moment in (at, at - back))
            changed = changed.replace(was, now)
        self._run("UPDATE ledger_entry SET recorded_at = %s, body = %s WHERE id = %s", at - back, changed, entry)
        return self._done("entry: dated back", f"index {index}")

    def _delete_entry(self) -> Done:
        index, entry = self._place()
        self._run("DELETE FROM ledger_entry WHERE id = %s", entry)
        return self._done("entry: deleted", f"index {index}")

    def _delete_place(self) -> Done:
        """The place alone, or with all that follows moved up by one."""
        index, _entry = self._place()
        self._run('DELETE FROM ledger_sealedentry WHERE "index" = %s', index)
        if self._drawn.random() < 0.5:
            self._shift(index + 1, -1)
        return self._done("place: deleted", f"index {index}")

    def _swap_places(self) -> Done:
        (first, one), (second, other) = self._two_places()
        self._run("UPDATE ledger_sealedentry SET entry_id = -1 WHERE entry_id = %s", one)
        self._run("UPDATE ledger_sealedentry SET entry_id = %s WHERE entry_id = %s", one, other)
        self._run("UPDATE ledger_sealedentry SET entry_id = %s WHERE entry_id = -1", other)
        return self._done("places: swapped", f"index {min(first, second)}")

    def _swap_bodies(self) -> Done:
        (first, one), (second, other) = self._two_places()
        self._run(
            "UPDATE ledger_entry e SET body = o.body FROM ledger_entry o WHERE (e.id, o.id) IN ((%s, %s), (%s, %s))",
            *(one, other, other, one),
        )
        return self._done("bodies: swapped", f"index {min(first, second)}")

    def _insert(self) -> Done:
        """A new entry somewhere in the middle, with all that follows moved down by one."""
        index, entry = self._place()
        self._shift(index, 1)
        self._run('INSERT INTO ledger_sealedentry ("index", entry_id) VALUES (%s, %s)', index, self._forge(entry))
        return self._done("entry: inserted", f"index {index}")

    def _append(self) -> Done:
        """A new entry at the end, with or without a place."""
        _index, entry = self._place()
        forged = self._forge(entry)
        if self._drawn.random() < 0.5:
            self._run(
                'INSERT INTO ledger_sealedentry ("index", entry_id)'
                ' SELECT max("index") + 1, %s FROM ledger_sealedentry',
                forged,
            )
        return self._done("entry: appended")

    def _forge(self, entry: int) -> int:
        """A copy of an entry about another fact, with a disclosure that fits as well as its first one did."""
        body, fact = self._row("SELECT body, fact FROM ledger_entry WHERE id = %s", entry)
        if fact is None:
            raise NothingChanged
        other = uuid4()
        changed = bytes(body).replace(str(fact).encode(), str(other).encode())
        made = self._one(
            "INSERT INTO ledger_entry (uuid, kind, fact, body, recorded_at)"
            " SELECT %s, kind, %s, %s, recorded_at FROM ledger_entry WHERE id = %s RETURNING id",
            *(uuid4(), other, changed, entry),
        )
        self._run(
            "INSERT INTO ledger_disclosure (entry_id, person, person_salt, detail, detail_salt)"
            " SELECT %s, person, person_salt, detail, detail_salt FROM ledger_disclosure WHERE entry_id = %s",
            *(made, entry),
        )
        return int(made)

    def _edit_disclosure(self) -> Done:
        index, entry = self._place("JOIN ledger_disclosure d USING (entry_id)")
        column = self._drawn.choice(["person", "person_salt", "detail", "detail_salt"])
        value = self._one(f"SELECT {column} FROM ledger_disclosure WHERE entry_id = %s", entry)
        self._run(f"UPDATE ledger_disclosure SET {column} = %s WHERE entry_id = %s", self._other(value), entry)
        return self._done(f"disclosure: {column}", f"index {index}")

    def _delete_disclosure(self) -> Done:
        index, entry = self._place("JOIN ledger_disclosure d USING (entry_id)")
        self._run("DELETE FROM ledger_disclosure WHERE entry_id = %s", entry)
        act = "disclosure: deleted"
        if self._drawn.random() < 0.5:
            self._run(
                'INSERT INTO ledger_erasure (uuid, entry_id, "table", reason, at, left_sha256)'
                " VALUES (%s, %s, 'policies.attestation', 'Because.', now(), '')",
                *(uuid4(), entry),
            )
            return self._done(f"{act}, an erasure claimed")
        return self._done(act, f"index {index}")

    def _swap_disclosures(self) -> Done:
        (first, one), (second, other) = self._two_places("JOIN ledger_disclosure d USING (entry_id)")
        self._run("UPDATE ledger_disclosure SET entry_id = -1 WHERE entry_id = %s", one)
        self._run("UPDATE ledger_disclosure SET entry_id = %s WHERE entry_id = %s", one, other)
        self._run("UPDATE ledger_disclosure SET entry_id = %s WHERE entry_id = -1", other)
        return self._done("disclosures: swapped", f"index {min(first, second)}")

    def _edit_checkpoint(self) -> Done:
        pk, size, root, note = self._row(
            "SELECT id, size, root, note FROM ledger_checkpoint ORDER BY id OFFSET %s LIMIT 1",
            self._drawn.randrange(self._count("ledger_checkpoint")),
        )
        column, value = self._drawn.choice(
            [("size", size + 10_000), ("root", self._other(bytes(root))), ("note", self._other(note))]
        )
        self._run(f"UPDATE ledger_checkpoint SET {column} = %s WHERE id = %s", value, pk)
        shown = value if column == "size" else size
        return self._done(f"checkpoint: {column}", f"checkpoint of {shown} entries")

    # The rows

    def _edit_fact(self) -> Done:
        model = self._drawn.choice(list(FACTS))
        uuid, column = self._edit_row(model, FACTS[model])
        return self._done(f"{model._meta.label_lower}: {column}", *self._named(model, uuid))

    def _edit_part(self) -> Done:
        model = self._drawn.choice(list(PARTS))
        _uuid, column = self._edit_row(model, PARTS[model])
        return self._done(f"{model._meta.label_lower}: {column}")

    def _date_fact_back(self) -> Done:
        model = self._drawn.choice(
            [Attestation, PolicyEvent, Completion, Certificate, Campaign, AttemptGrant, Assignment]
        )
        field = next(f for f in model._meta.fields if f.name in _MOMENTS)
        pk, uuid, at = self._row(
            f"SELECT id, uuid, {field.column} FROM {model._meta.db_table} WHERE id = %s", self._any(model)
        )
        back = timedelta(seconds=self._drawn.randrange(1, 10**8))
        self._run(f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s", at - back, pk)
        return self._done(f"{model._meta.label_lower}: dated back", *self._named(model, uuid))

    def _edit_row(self, model: Any, left_out: frozenset[str]) -> tuple[Any, str]:
        field = self._drawn.choice([f for f in model._meta.fields if f.name not in left_out])
        table, has_uuid = model._meta.db_table, any(f.name == "uuid" for f in model._meta.fields)
        pk, uuid, value = self._row(
            f"SELECT id, {'uuid' if has_uuid else 'NULL'}, {field.column} FROM {table} WHERE id = %s", self._any(model)
        )
        other = self._other_reference(field, value) if field.is_relation else self._other_value(field, value)
        if other == value:
            raise NothingChanged
        stored = Jsonb(other) if isinstance(field, models.JSONField) and other is not None else other
        self._run(f"UPDATE {table} SET {field.column} = %s WHERE id = %s", stored, pk)
        return (other if field.name == "uuid" else uuid), field.name

    def _delete_fact(self) -> Done:
        model = self._drawn.choice(list(FACTS))
        pk = self._any(model)
        self._run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)
        return self._done(f"{model._meta.label_lower}: deleted")

    def _delete_part(self) -> Done:
        model = self._drawn.choice(list(PARTS))
        self._run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", self._any(model))
        return self._done(f"{model._meta.label_lower}: deleted")

    def _copy_fact(self) -> Done:
        """A row that looks like another one and was never entered."""
        model = self._drawn.choice(list(FACTS))
        uuid = uuid4()
        fresh = {"uuid": uuid, **{name: value(self) for name, value in _UNIQUE.get(model, {}).items()}}
        columns = [field.column for field in model._meta.fields if field.column != "id"]
        chosen = ", ".join("%s" if name in fresh else f'"{name}"' for name in columns)
        listed = ", ".join(f'"{name}"' for name in columns)
        self._run(
            f"INSERT INTO {model._meta.db_table} ({listed}) SELECT {chosen} FROM {model._meta.db_table} WHERE id = %s",
            *(fresh[name] for name in columns if name in fresh),
            self._any(model),
        )
        return self._done(f"{model._meta.label_lower}: slipped in", f"{model._meta.label_lower} {uuid}")

    # Drawing

    def _other_reference(self, field: Any, value: int | None) -> int | None:
        found: list[int] = [
            row for (row,) in self._rows(f"SELECT id FROM {field.related_model._meta.db_table} ORDER BY id")
        ]
        return self._drawn.choice([row for row in found if row != value] or [-1])

    def _other_value(self, field: Any, value: Any) -> Any:
        if isinstance(field, models.UUIDField):
            return uuid4()
        if isinstance(field, models.JSONField):
            return {"changed": True} if not isinstance(value, list) else [*value, "changed"]
        if isinstance(field, models.GenericIPAddressField):
            return "192.0.2.77"
        if field.choices and self._drawn.random() < 0.7:
            return self._drawn.choice([key for key, _label in field.choices if key != value])
        if value is None:
            return _FOR_NONE.get(type(field), 1)
        return self._other(value, longest=getattr(field, "max_length", None))

    def _other(self, value: Any, longest: int | None = None) -> Any:
        """A value of the same type that is not the same."""
        if isinstance(value, bool):
            return not value
        if isinstance(value, int):
            return value + self._drawn.randrange(1, 9)
        if isinstance(value, bytes | memoryview):
            changed = bytearray(value)
            changed[self._drawn.randrange(len(changed))] ^= 1 << self._drawn.randrange(8)
            return bytes(changed)
        if isinstance(value, datetime):
            return value - timedelta(microseconds=self._drawn.randrange(1, 10**12))
        if isinstance(value, date):
            return value - timedelta(days=self._drawn.randrange(1, 400))
        if value is None:
            return b"x" * 32
        place = self._drawn.randrange(len(value) + 1)
        letter = self._drawn.choice([c for c in "abc019" if value[place : place + 1] != c])
        text = value[:place] + letter + value[place + 1 :]
        return text[:longest]

    def _named(self, model: Any, uuid: UUID | None) -> list[str]:
        return [f"{model._meta.label_lower} {uuid}"] if uuid else []

    def _any(self, model: Any) -> int:
        where = _WHICH.get(model, "true")
        pks = [pk for (pk,) in self._rows(f"SELECT id FROM {model._meta.db_table} WHERE {where} ORDER BY id")]
        return int(self._drawn.choice(pks))

    def _place(self, join: str = "") -> tuple[int, int]:
        rows = self._rows(f'SELECT "index", entry_id FROM ledger_sealedentry {join} ORDER BY "index"')
        index, entry = self._drawn.choice(rows)
        return index, entry

    def _two_places(self, join: str = "") -> tuple[tuple[int, int], tuple[int, int]]:
        rows = self._rows(f'SELECT "index", entry_id FROM ledger_sealedentry {join} ORDER BY "index"')
        first, second = self._drawn.sample(rows, 2)
        return first, second

    def _shift(self, start: int, by: int) -> None:
        far = 10_000_000
        self._run('UPDATE ledger_sealedentry SET "index" = "index" + %s WHERE "index" >= %s', far, start)
        self._run('UPDATE ledger_sealedentry SET "index" = "index" - %s WHERE "index" >= %s', far - by, far)

    def _count(self, table: str) -> int:
        return int(self._one(f"SELECT count(*) FROM {table}"))

    def _done(self, act: str, *places: str) -> Done:
        return Done(act, frozenset(places))

    def _run(self, statement: str, *parameters: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            if cursor.rowcount == 0:
                raise NothingChanged

    def _rows(self, statement: str, *parameters: Any) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    def _row(self, statement: str, *parameters: Any) -> Any:
        return self._rows(statement, *parameters)[0]

    def _one(self, statement: str, *parameters: Any) -> Any:
        return self._row(statement, *parameters)[0]

    def free_enrollment(self) -> int:
        """A passage that nobody completed."""
        return int(self._one("SELECT e.id FROM courses_enrollment e WHERE closed_at IS NULL ORDER BY id LIMIT 1"))

    def free_completion(self) -> int:
        """No completion is without certificate: one that is not there."""
        return -self._drawn.randrange(1, 10**6)


_MOMENTS = {"signed_at", "at", "completed_at", "issued_at", "created_at", "granted_at", "closed_at"}
_FOR_NONE: dict[type, Any] = {models.DateField: date(2026, 1, 1), models.CharField: "x", models.TextField: "x"}
# Only what the ledger vouches for: other acts and drafts are no facts.
_WHICH: dict[Any, str] = {
    PolicyEvent: "act IN ('approved', 'published', 'withdrawn')",
    Assignment: "closed_by = 'departure'",
}
_UNIQUE: dict[Any, dict[str, Callable[[Tampering], Any]]] = {
    Attestation: {"occasion": lambda _: uuid4().hex},
    Completion: {"enrollment_id": Tampering.free_enrollment},
    CourseVersion: {"number": lambda _: 99},
    Certificate: {"number": lambda _: uuid4().hex[:17], "completion_id": Tampering.free_completion},
    CertificateFile: {"sha256": lambda _: uuid4().hex * 2},
    Erasure: {"entry_id": lambda drawn: drawn._one("SELECT min(id) FROM ledger_entry")},
    PolicyEvent: {"act": lambda _: "approved"},
}
