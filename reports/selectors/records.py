"""Attestation records as rows: the table that an export holds, and a page of it, from one query.

A page is found by the place of its first or last row, not by counting from the start: the last page of a million rows
is as quick as the first.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from ledger.models import Correction, SealedEntry
from policies.models import Attestation
from reports.rendering.tables import Column, Joined, Kind, Table
from reports.selectors.recordfilter import RecordFilter, placed_when_signing, records

ATTESTED = "policy.attested"
PER_PAGE = 50

COLUMNS = (
    Column("record", _("Record"), Kind.CODE),
    Column("employee_number", _("Employee number")),
    Column("employee_name", _("Name when signing")),
    Column("employee", _("Person"), Kind.CODE),
    Column("department", _("Department when signing")),
    Column("policy", _("Policy")),
    Column("title", _("Title")),
    Column("version", _("Version"), Kind.WHOLE),
    Column("language", _("Language")),
    Column("signed_on", _("Signed on"), Kind.DAY),
    Column("signed_at", _("Signed at (UTC)"), Kind.INSTANT),
    Column("method", _("Method"), Kind.CODE),
    Column("typed_name", _("Typed name")),
    Column("network_address", _("Network address"), Kind.ADDRESS),
    Column("recorded_by", _("Recorded by (number)")),
    Column("approved_by", _("Paper approved by (number)")),
    Column("from_version", _("Signed before: version"), Kind.WHOLE),
    Column("text_sha256", _("SHA-256 of the text"), Kind.CODE),
    Column("statement_sha256", _("SHA-256 of the statement"), Kind.CODE),
    Column("difference_sha256", _("SHA-256 of the difference shown"), Kind.CODE),
    Column("score", _("Score"), Kind.WHOLE),
    Column("occasion", _("Occasion")),
    Column("paper_sha256", _("SHA-256 of the scan"), Kind.CODE),
    Column("entry", _("Ledger entry"), Kind.WHOLE),
    Column("correction", _("Correction")),
    Column("correction_right", _("Right would be")),
)


# A paper has a day and no hour: what the record holds for it is only the beginning of that day.
_MOMENT = Case(When(paper=None, then=F("signed_at")))
# Who signed for themselves has the number that the record holds: none, once that was erased.
_RECORDER = Case(When(recorded_by=F("employee"), then=F("employee_number")), default=F("recorded_by__number"))


def _fields() -> dict[str, Any]:
    """What no field of the attestation says: where they were, which entry vouches for it, and what is wrong with it."""
    sealed = SealedEntry.objects.filter(entry__kind=ATTESTED, entry__fact=OuterRef("uuid"))
    corrected = Correction.objects.filter(entry__kind=ATTESTED, entry__fact=OuterRef("uuid")).order_by("-at", "-pk")
    placed = placed_when_signing().order_by("-from_on", "-pk")
    return {
        "the_department": Subquery(placed.values("department__name")[:1]),
        "the_entry": Subquery(sealed.values("index")[:1]),
        "the_correction": Subquery(corrected.values("reason")[:1]),
        "the_right": Subquery(corrected.values(words=KT("detail__right"))[:1]),
        "the_moment": _MOMENT,
        "the_recorder": _RECORDER,
    }


_NAMES = {
    "record": "uuid",
    "employee": "employee__uuid",
    "department": "the_department",
    "policy": "policy__slug",
    "title": "text__title",
    "version": "version__number",
    "signed_at": "the_moment",
    "recorded_by": "the_recorder",
    "approved_by": "paper__decision__by__number",
    "from_version": "from_version__number",
    "paper_sha256": "paper__scan_sha256",
    "entry": "the_entry",
    "correction": "the_correction",
    "correction_right": "the_right",
}
FIELDS = tuple(_NAMES.get(column.name, column.name) for column in COLUMNS)


# What _fields() looks up for each row, joined at once. Placements should not overlap; where they do, the latest counts.
_JOINED = """
SELECT DISTINCT ON (r.signed_on, r.pk) {cells}
FROM {base}
LEFT JOIN people_placement p ON p.employee_id = r.employee_id AND p.replaced_at IS NULL AND p.from_on <= r.signed_on
    AND (p.until_on IS NULL OR p.until_on > r.signed_on)
LEFT JOIN people_department d ON d.id = p.department_id
LEFT JOIN ledger_entry n ON n.kind = 'policy.attested' AND n.fact = r.record
LEFT JOIN ledger_sealedentry s ON s.entry_id = n.id
LEFT JOIN ledger_correction c ON c.entry_id = n.id
ORDER BY r.signed_on DESC, r.pk DESC, p.from_on DESC, p.id DESC, c.at DESC, c.id DESC
"""
_LOOKED_UP = {
    "department": "d.name",
    "entry": "s.index",
    "correction": "c.reason",
    "correction_right": "(c.detail ->> 'right')",
}


def records_table(wanted: RecordFilter) -> Table:
    """What an export holds: the rows of the page, all of them, the newest first."""
    rows = records(wanted)
    names = tuple(column.name for column in COLUMNS if column.name not in _LOOKED_UP)
    base = (
        rows.annotate(the_moment=_MOMENT, the_recorder=_RECORDER)
        .order_by()
        .values_list(*(_NAMES.get(name, name) for name in names), "employee_id", "pk")
    )
    return Table(
        title=str(_("Attestation records")),
        columns=COLUMNS,
        rows=rows.annotate(**_fields()).order_by("-signed_on", "-pk").values_list(*FIELDS),
        joined=Joined(base, (*names, "employee_id", "pk"), _LOOKED_UP, _JOINED),
    )


@dataclass(frozen=True)
class RecordRow:
    """A record as the page shows it: who they were and where when they signed, and who they are now."""

    pk: int
    uuid: UUID
    signed_on: date
    signed_at: datetime
    person: UUID
    number: str
    name: str
    name_now: str
    department: str | None
    policy: str
    title: str
    version: int
    method: str
    entry: int | None
    correction: str | None

    @property
    def is_paper(self) -> bool:
        return self.method == Attestation.Method.PAPER

    @property
    def is_erased(self) -> bool:
        """Whether the record no longer says who signed. The person may still be known here."""
        return not self.number

    @property
    def shown_name(self) -> str:
        return self.name_now or self.name

    @property
    def is_renamed(self) -> bool:
        """Whether they signed under another name than they have now."""
        return bool(self.name) and self.name != self.name_now

    @property
    def place(self) -> "Place":
        return Place(self.signed_on, self.pk)


_ROW = (
    "pk",
    "uuid",
    "signed_on",
    "signed_at",
    "employee__uuid",
    "employee_number",
    "employee_name",
    "employee__name",
    "the_department",
    "policy__slug",
    "text__title",
    "version__number",
    "method",
    "the_entry",
    "the_correction",
)


@dataclass(frozen=True)
class Place:
    """Where a record stands in the order of all records."""

    signed_on: date
    pk: int

    def __str__(self) -> str:
        return f"{self.signed_on.isoformat()}.{self.pk}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """The place that `str` wrote; None for anything else."""
        day, _dot, number = text.partition(".")
        if not (number.isascii() and number.isdigit() and len(number) <= 18):
            return None
        try:
            return cls(date.fromisoformat(day), int(number))
        except ValueError:
            return None


@dataclass(frozen=True)
class RecordPage:
    """A page of the list, the newest first. `newer` and `older` are places to go on from, None at an end."""

    rows: list[RecordRow]
    newer: Place | None
    older: Place | None


def record_page(wanted: RecordFilter, *, before: Place | None = None, after: Place | None = None) -> RecordPage:
    """The rows right before (older than) or after (newer than) a place, or the newest ones."""
    rows = records(wanted)
    if after is not None:
        newer = rows.filter(Q(signed_on__gt=after.signed_on) | Q(pk__gt=after.pk), signed_on__gte=after.signed_on)
        found = _read(newer.order_by("signed_on", "pk"))
        shown = found[:PER_PAGE][::-1]
        return RecordPage(shown, shown[0].place if len(found) > PER_PAGE else None, shown[-1].place if shown else None)
    if before is not None:
        rows = rows.filter(Q(signed_on__lt=before.signed_on) | Q(pk__lt=before.pk), signed_on__lte=before.signed_on)
    found = _read(rows.order_by("-signed_on", "-pk"))
    shown = found[:PER_PAGE]
    return RecordPage(
        shown, shown[0].place if before and shown else None, shown[-1].place if len(found) > PER_PAGE else None
    )


def _read(rows: "QuerySet[Attestation]") -> list[RecordRow]:
    tuples = rows.annotate(**_fields()).values_list(*_ROW)[: PER_PAGE + 1]
    return [RecordRow(*row) for row in tuples]
