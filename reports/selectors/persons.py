"""Everything that one person signed, completed and holds, with the entries of the log that vouch for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from certificates.models import Certificate
from courses.models import Completion
from ledger.models import Correction, Erasure, SealedEntry
from ledger.selectors import corrections_of, erasures_of
from people.models import Employee
from policies.models import Attestation

Row = Attestation | Completion | Certificate
ATTESTED, COMPLETED, ISSUED = "policy.attested", "course.completed", "certificate.issued"


@dataclass(frozen=True)
class Signed:
    """One thing in a person's file. `entry` is its index in the log, None until it is sealed."""

    kind: str
    uuid: UUID
    title: str
    version: str
    on: date
    at: datetime
    entry: int | None
    row: Row
    corrections: list[Correction]
    erased: Erasure | None

    @property
    def is_paper(self) -> bool:
        return isinstance(self.row, Attestation) and self.row.method == Attestation.Method.PAPER

    @property
    def approver(self) -> str:
        """Who approved a signature on paper; empty for all else."""
        return self.row.approver if isinstance(self.row, Attestation) else ""


@dataclass(frozen=True)
class PersonFile:
    employee: Employee
    attestations: list[Signed]
    completions: list[Signed]
    certificates: list[Signed]

    @property
    def everything(self) -> list[Signed]:
        return [*self.attestations, *self.completions, *self.certificates]


def person_file(employee: Employee) -> PersonFile:
    """The person's file, each part the oldest first, in seven queries."""
    related = ("policy", "version", "text", "from_version", "recorded_by", "paper__decision__by")
    attestations = list(employee.attestations.select_related(*related).order_by("signed_at", "pk"))
    completions = list(employee.completions.select_related("course", "version").order_by("completed_at", "pk"))
    certificates = list(employee.certificates.order_by("issued_at", "pk"))
    rows: list[Row] = [*attestations, *completions, *certificates]
    told = _Told.of([row.uuid for row in rows])
    return PersonFile(
        employee,
        [
            told.about(row, ATTESTED, row.text.title, row.version.number, row.signed_on, row.signed_at)
            for row in attestations
        ],
        [
            told.about(row, COMPLETED, row.version.title, row.version.number, row.completed_on, row.completed_at)
            for row in completions
        ],
        [
            told.about(row, ISSUED, row.course_title, row.course_version, row.completed_on, row.issued_at)
            for row in certificates
        ],
    )


@dataclass(frozen=True)
class _Told:
    """What the log says about facts, each by its uuid."""

    entries: dict[tuple[str, UUID], int]
    corrections: dict[UUID, list[Correction]]
    erasures: dict[UUID, Erasure]

    @classmethod
    def of(cls, facts: list[UUID]) -> Self:
        return cls(_entries(facts), corrections_of(facts), erasures_of(facts))

    def about(self, row: Row, kind: str, title: str, version: object, on: date, at: datetime) -> Signed:
        entry, corrections = self.entries.get((kind, row.uuid)), self.corrections.get(row.uuid, [])
        return Signed(kind, row.uuid, title, str(version), on, at, entry, row, corrections, self.erasures.get(row.uuid))


def signed_with(uuid: UUID) -> Signed | None:
    """The attestation, completion or certificate with this uuid, if its entry is sealed and nothing of it erased."""
    for model in (Attestation, Completion, Certificate):
        row = model.objects.select_related("employee").filter(uuid=uuid).first()
        if row is not None:
            found = next((one for one in person_file(row.employee).everything if one.uuid == uuid), None)
            return found if found and found.entry is not None and not found.erased else None
    return None


def _entries(facts: Iterable[UUID]) -> dict[tuple[str, UUID], int]:
    sealed = SealedEntry.objects.filter(entry__kind__in=[ATTESTED, COMPLETED, ISSUED], entry__fact__in=list(facts))
    return {
        (kind, fact): index
        for kind, fact, index in sealed.values_list("entry__kind", "entry__fact", "index")
        if fact is not None
    }
