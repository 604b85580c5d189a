"""Everything that one person signed, completed and holds, with the entries of the log that vouch for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from certificates.models import Certificate
from courses.models import Completion
from ledger.models import Correction, SealedEntry
from ledger.selectors import corrections_of
from people.models import Employee
from policies.models import Attestation

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
    row: Attestation | Completion | Certificate
    corrections: list[Correction]

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
    """The person's file, each part the oldest first, in five queries."""
    related = ("policy", "version", "text", "from_version", "recorded_by", "paper__decision__by")
    attestations = list(employee.attestations.select_related(*related).order_by("signed_at", "pk"))
    completions = list(employee.completions.select_related("course", "version").order_by("completed_at", "pk"))
    certificates = list(employee.certificates.order_by("issued_at", "pk"))
    facts = [*(row.uuid for row in attestations), *(row.uuid for row in completions)]
    facts += [row.uuid for row in certificates]
    entries, corrections = _entries(facts), corrections_of(facts)
    return PersonFile(
        employee,
        [
            Signed(
                ATTESTED,
                row.uuid,
                row.text.title,
                str(row.version.number),
                row.signed_on,
                row.signed_at,
                entries.get((ATTESTED, row.uuid)),
                row,
                corrections.get(row.uuid, []),
            )
            for row in attestations
        ],
        [
            Signed(
                COMPLETED,
                row.uuid,
                row.version.title,
                str(row.version.number),
                row.completed_on,
                row.completed_at,
                entries.get((COMPLETED, row.uuid)),
                row,
                corrections.get(row.uuid, []),
            )
            for row in completions
        ],
        [
            Signed(
                ISSUED,
                row.uuid,
                row.course_title,
                str(row.course_version),
                row.completed_on,
                row.issued_at,
                entries.get((ISSUED, row.uuid)),
                row,
                corrections.get(row.uuid, []),
            )
            for row in certificates
        ],
    )


def signed_with(uuid: UUID) -> Signed | None:
    """The attestation, completion or certificate with this uuid, if its entry is sealed."""
    for model in (Attestation, Completion, Certificate):
        row = model.objects.select_related("employee").filter(uuid=uuid).first()
        if row is not None:
            found = next((one for one in person_file(row.employee).everything if one.uuid == uuid), None)
            return found if found and found.entry is not None else None
    return None


def _entries(facts: Iterable[UUID]) -> dict[tuple[str, UUID], int]:
    sealed = SealedEntry.objects.filter(entry__kind__in=[ATTESTED, COMPLETED, ISSUED], entry__fact__in=list(facts))
    return {
        (kind, fact): index
        for kind, fact, index in sealed.values_list("entry__kind", "entry__fact", "index")
        if fact is not None
    }
