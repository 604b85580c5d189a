"""Acts on the rows that the log vouches for: facts, and the rows that facts speak of."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from psycopg.types.json import Jsonb

from assignments.models import Assignment, Campaign
from benchmarks.tamper_columns import FACTS, PARTS, holders
from benchmarks.tamper_drawing import Done, Drawing, NothingChanged
from certificates.models import Certificate, CertificateFile
from courses.models import AttemptGrant, Completion, CourseVersion
from ledger.models import Erasure
from policies.models import Attestation, PolicyEvent
from reports.models import ExportFile


class RowActs(Drawing):
    """Each method is one act, drawn and done."""

    def _edit_fact(self) -> Done:
        model = self.drawn.choice(list(FACTS))
        pk = self.any(model)
        before = self._spoken_of(model, pk) | self._speaking_of(model, pk)
        column = self._edit_row(model, pk, FACTS[model])
        return self.done(f"{model._meta.label_lower}: {column}", *before, *self._spoken_of(model, pk))

    def _edit_part(self) -> Done:
        """The row may speak for another fact afterwards, so what it belongs to then counts as well."""
        model = self.drawn.choice(list(PARTS))
        pk = self.any(model)
        before = holders(model, pk)
        column = self._edit_row(model, pk, PARTS[model])
        return self.done(f"{model._meta.label_lower}: {column}", *before, *holders(model, pk))

    def _date_fact_back(self) -> Done:
        model = self.drawn.choice(
            [Attestation, PolicyEvent, Completion, Certificate, Campaign, AttemptGrant, Assignment, ExportFile]
        )
        field = next(f for f in model._meta.fields if f.name in _MOMENTS)
        pk = self.any(model)
        at = self.one(f"SELECT {field.column} FROM {model._meta.db_table} WHERE id = %s", pk)
        back = timedelta(seconds=self.drawn.randrange(1, 10**8))
        self.run(f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s", at - back, pk)
        return self.done(
            f"{model._meta.label_lower}: dated back", *self._spoken_of(model, pk), *self._speaking_of(model, pk)
        )

    def _edit_row(self, model: Any, pk: int, left_out: frozenset[str]) -> str:
        field = self.drawn.choice([f for f in model._meta.fields if f.name not in left_out])
        table = model._meta.db_table
        value = self.one(f"SELECT {field.column} FROM {table} WHERE id = %s", pk)
        other = self.other_reference(field, value) if field.is_relation else self.other_value(field, value)
        if other == value:
            raise NothingChanged
        stored = Jsonb(other) if isinstance(field, models.JSONField) and other is not None else other
        self.run(f"UPDATE {table} SET {field.column} = %s WHERE id = %s", stored, pk)
        return str(field.name)

    def _delete_fact(self) -> Done:
        """Named by its entry, or by a fact that speaks of it."""
        model = self.drawn.choice(list(FACTS))
        pk = self.any(model)
        places = self._spoken_of(model, pk) | self._speaking_of(model, pk)
        self.run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)
        return self.done(f"{model._meta.label_lower}: deleted", *places)

    def _swap_facts(self) -> Done:
        """Two rows exchange what one column says."""
        model: Any = self.drawn.choice(list(FACTS))
        table, first, second = model._meta.db_table, self.any(model), self.any(model)
        field = self.drawn.choice([f for f in model._meta.fields if f.name not in FACTS[model] | {"uuid"}])
        one, other = (self.one(f"SELECT {field.column} FROM {table} WHERE id = %s", pk) for pk in (first, second))
        if one == other:
            raise NothingChanged
        self.run(
            f"UPDATE {table} a SET {field.column} = b.{field.column} FROM {table} b"
            " WHERE (a.id, b.id) IN ((%s, %s), (%s, %s))",
            *(first, second, second, first),
        )
        places = set[str]().union(
            *(self._spoken_of(model, pk) | self._speaking_of(model, pk) for pk in (first, second))
        )
        return self.done(f"{model._meta.label_lower}: {field.name} swapped", *places)

    def _delete_part(self) -> Done:
        model = self.drawn.choice(list(PARTS))
        pk = self.any(model)
        places = holders(model, pk)
        self.run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)
        return self.done(f"{model._meta.label_lower}: deleted", *places)

    def _copy_fact(self) -> Done:
        """A row that looks like another one and was never entered."""
        model, uuid = self._copy()
        return self.done(f"{model._meta.label_lower}: slipped in", f"{model._meta.label_lower} {uuid}")

    def _copy(self) -> tuple[Any, UUID]:
        model: Any = self.drawn.choice(list(FACTS))
        uuid = uuid4()
        fresh = {"uuid": uuid, **{name: value(self) for name, value in _UNIQUE.get(model, {}).items()}}
        columns = [field.column for field in model._meta.fields if field.column != "id"]
        chosen = ", ".join("%s" if name in fresh else f'"{name}"' for name in columns)
        listed = ", ".join(f'"{name}"' for name in columns)
        self.run(
            f"INSERT INTO {model._meta.db_table} ({listed}) SELECT {chosen} FROM {model._meta.db_table} WHERE id = %s",
            *(fresh[name] for name in columns if name in fresh),
            self.any(model),
        )
        return model, uuid

    def _spoken_of(self, model: Any, pk: int) -> set[str]:
        """The fact as a report names it: by its row, or by its entry when the row is no fact any more."""
        uuid = self.one(f"SELECT uuid FROM {model._meta.db_table} WHERE id = %s", pk)
        return {f"{model._meta.label_lower} {uuid}", *self.indexes(uuid)}

    def _speaking_of(self, model: Any, pk: int) -> set[str]:
        """The facts that name this row."""
        found: set[str] = set()
        for other in FACTS:
            for field in other._meta.fields:
                if field.is_relation and field.related_model is model:
                    rows = self.rows(f"SELECT id FROM {other._meta.db_table} WHERE {field.column} = %s", pk)
                    found = found.union(*(self._spoken_of(other, row) for (row,) in rows))
        if model is CourseVersion:
            # A grant names it through the passage.
            rows = self.rows(
                "SELECT g.id FROM courses_attemptgrant g JOIN courses_enrollment e ON e.id = g.enrollment_id"
                " WHERE e.version_id = %s",
                pk,
            )
            found = found.union(*(self._spoken_of(AttemptGrant, row) for (row,) in rows))
        return found

    def free_enrollment(self) -> int:
        """A passage that nobody completed."""
        return int(self.one("SELECT e.id FROM courses_enrollment e WHERE closed_at IS NULL ORDER BY id LIMIT 1"))

    def free_completion(self) -> int:
        """No completion is without certificate: one that is not there."""
        return -self.drawn.randrange(1, 10**6)

    def free_export(self) -> int:
        """One that nothing was made of yet."""
        return int(self.one("SELECT id FROM reports_export WHERE id NOT IN (SELECT export_id FROM reports_exportfile)"))

    def first_entry(self) -> int:
        return int(self.one("SELECT min(id) FROM ledger_entry"))


_MOMENTS = {"signed_at", "at", "completed_at", "issued_at", "created_at", "granted_at", "closed_at", "finished_at"}
# What has to be another in a copy, since the tables hold it to be unique.
_UNIQUE: dict[Any, dict[str, Callable[[RowActs], Any]]] = {
    Attestation: {"occasion": lambda _: uuid4().hex, "paper_id": lambda _: None, "method": lambda _: "site"},
    Completion: {"enrollment_id": RowActs.free_enrollment},
    CourseVersion: {"number": lambda _: 99},
    Certificate: {"number": lambda _: uuid4().hex[:17], "completion_id": RowActs.free_completion},
    CertificateFile: {"sha256": lambda _: uuid4().hex * 2},
    Erasure: {"entry_id": RowActs.first_entry},
    ExportFile: {"export_id": RowActs.free_export},
    PolicyEvent: {"act": lambda _: "approved"},
}
