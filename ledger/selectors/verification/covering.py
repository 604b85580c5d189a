"""The log against the rows that it vouches for, in both directions."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from ledger.canonical import canonical_bytes
from ledger.facts import FactKind, Statement, claims, detail_sha256, instant, registered
from ledger.models import Entry
from ledger.selectors.verification.bodies import read_body
from ledger.selectors.verification.report import Flaw, Report, is_no_answer, whatever_is_there

CHUNK = 1000
MAY_WAIT = timedelta(seconds=60)
ERASED = "erasure"


def check_facts(report: Report) -> None:
    """Every row of a registered kind has its entry and is what it says; every entry of a kind has its row.

    What is not entered because it follows from facts (a claim) does follow from them.
    """
    kinds = registered()
    for kind in kinds:
        with whatever_is_there(report, kind.kind):
            for rows in _chunks(report, kind):
                entries = _entries_of(kind, [row.uuid for row in rows])
                report.facts += len(rows)
                for row in rows:
                    _compare(report, kind, row, entries.get(row.uuid))
                report.got_on()
        rowless = Entry.objects.filter(kind=kind.kind).exclude(
            Exists(kind.rows().order_by().filter(uuid=OuterRef("fact")))
        )
        _note_entries(report, Flaw.NO_FACT, rowless)
    for model in {kind.rows().model for kind in kinds}:
        with whatever_is_there(report, model._meta.label_lower):
            _check_references(report, model)
    for claim in claims():
        with whatever_is_there(report, claim.name):
            _note_rows(report, Flaw.UNFOUNDED, claim.unfounded(), claim.name)
    names = [kind.kind for kind in kinds]
    _note_entries(report, Flaw.UNKNOWN_KIND, Entry.objects.exclude(fact=None).exclude(kind__in=names))


def _check_references(report: Report, model: Any) -> None:
    """No row names one that is not there: it would be left out of all that is read together with what it names."""
    broken: Combinable | Q = Q(pk__in=[])
    for field in model._meta.fields:
        if field.is_relation:
            named = field.related_model._base_manager.filter(pk=OuterRef(field.attname))
            broken |= Q(**{f"{field.attname}__isnull": False}) & ~Exists(named)
    _note_rows(report, Flaw.DANGLING, model._base_manager.filter(broken))


def check_pending(report: Report, *, signed_size: int, now: datetime) -> None:
    """No entry waits for longer than a minute for its place under a signed head."""
    waiting = Entry.objects.exclude(sealed__index__lt=signed_size)
    report.pending = waiting.count()
    _note_entries(report, Flaw.PENDING, waiting.filter(recorded_at__lt=now - MAY_WAIT))


class _Entered(NamedTuple):
    """What there is about one fact; `person` and `detail` are None where nothing is disclosed any more.

    `left` is the digest of what an erasure left of the row; None where nothing was erased.
    """

    body: bytes
    person: str | None
    detail: bytes | None
    left: str | None


def _chunks(report: Report, kind: FactKind) -> Iterator[Sequence[Any]]:
    """All rows, many at a time. Where some cannot be read together, they are read one by one, to name the one."""
    after: Any = None
    while True:
        rows = _after(kind, after).iterator(chunk_size=CHUNK)
        try:
            while some := list(islice(rows, CHUNK)):
                yield some
                after = some[-1].pk
            return
        except Exception as problem:  # what a column may hold that was changed by hand: anything
            if is_no_answer(problem):
                raise
            keys = _keys(kind, after)
        if not keys:
            return
        for key in keys:
            try:
                one = kind.rows().get(pk=key)
            except Exception as problem:
                report.add(Flaw.FACT, _place(kind.rows().model, key), f"it cannot be read: {problem!r}")
            else:
                yield [one]
        after = keys[-1]


def _keys(kind: FactKind, after: Any) -> list[Any]:
    return list(_after(kind, after).prefetch_related(None).values_list("pk", flat=True)[:CHUNK])


def _after(kind: FactKind, after: Any) -> "QuerySet[Any]":
    rows = kind.rows().order_by("pk")
    return rows if after is None else rows.filter(pk__gt=after)


def _place(model: Any, key: Any) -> str:
    """How a report names a row: by its uuid, or where that cannot be read, by its number in the table."""
    try:
        uuid = model._base_manager.filter(pk=key).values_list("uuid", flat=True).get()
    except Exception:
        uuid = f"number {key}"
    return f"{model._meta.label_lower} {uuid}"


def _entries_of(kind: FactKind, facts: list[Any]) -> dict[Any, _Entered]:
    columns = ("fact", "body", "disclosure__person", "disclosure__detail", "erasure__left_sha256")
    rows = Entry.objects.filter(kind=kind.kind, fact__in=facts).values_list(*columns)
    return {
        fact: _Entered(bytes(body), person, None if detail is None else bytes(detail), left)
        for fact, body, person, detail, left in rows
    }


def _compare(report: Report, kind: FactKind, row: Any, entered: _Entered | None) -> None:
    place = f"{row._meta.label_lower} {row.uuid}"
    if entered is None:
        report.add(Flaw.NO_ENTRY, place, kind.kind)
        return
    try:
        different = _differences(kind.statement(row), entered)
    except Exception as problem:  # whatever a row that was changed by hand makes a statement stumble over
        different = [f"it cannot be read: {problem!r}"]
    if different:
        report.add(Flaw.FACT, place, ", ".join(different))
    if entered.left is not None and (left := _left(kind, row)):
        report.add(Flaw.NOT_ERASED, place, ", ".join(left))


def _left(kind: FactKind, row: Any) -> list[str]:
    """The columns that an erasure should have emptied."""
    beside = [
        f"{one._meta.model_name}.{name}" for one, names in kind.along(row) for name in names if getattr(one, name)
    ]
    return [name for name in kind.personal if getattr(row, name)] + beside


def _differences(statement: Statement, entered: _Entered) -> list[str]:
    """The names of what is not as it was entered."""
    try:
        says = read_body(entered.body)
    except ValueError:
        return ["entry"]
    said = {"object": says.object, "version": says.version, "at": says.at}
    now = {"object": statement.object, "version": statement.version, "at": instant(statement.at)}
    different = [name for name in said if said[name] != now[name]]
    if entered.detail is None:
        # Erased, or reported as not disclosed.
        is_left = entered.left in (None, detail_sha256(statement))
        return different if is_left else [*different, "what the erasure left"]
    if entered.person != statement.person:
        different.append("person")
    try:
        detail = canonical_bytes(dict(statement.detail))
    except (TypeError, ValueError) as problem:
        return [*different, str(problem)]
    return different if detail == entered.detail else [*different, *_changed(detail, entered.detail)]


def _changed(now: bytes, then: bytes) -> list[str]:
    try:
        here, there = json.loads(now), json.loads(then)
        names = sorted(name for name in {*here, *there} if here.get(name) != there.get(name))
    except (ValueError, TypeError, AttributeError):
        names = []
    return names or ["detail"]


def _note_rows(report: Report, flaw: Flaw, rows: "QuerySet[Any]", detail: str = "") -> None:
    count = rows.count()
    if count:
        report.add(flaw, _place(rows.model, rows.order_by("pk").values_list("pk", flat=True)[0]), detail, count)


def _note_entries(report: Report, flaw: Flaw, entries: "QuerySet[Entry]") -> None:
    found = entries.order_by("sealed__index", "pk").values_list("sealed__index", "uuid", "kind")
    count = entries.count()
    if count:
        index, uuid, kind = found[0]
        report.add(flaw, f"entry {uuid}" if index is None else f"index {index}", kind, count)
