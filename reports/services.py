"""Every write of this app: asking for a file, keeping what was made, removing it in time, and correcting a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import transaction

from ledger import services as ledger
from ledger.models import Correction
from ledger.selectors import corrections_of, entry_of
from ledger.services.recording import record_fact
from people.models import Employee
from reports.facts import EXPORTED
from reports.models import KEPT_FOR, Export, ExportFile
from reports.selectors.exports import MAKE
from reports.selectors.persons import Signed
from toolkit.jobs.queue import enqueue

FOLDER = "exports"
# A file without a row was left by a worker that stopped before it could say so; or that worker is at it right now.
LEFT_BEHIND = timedelta(days=1)


@dataclass(frozen=True)
class Made:
    """A finished file: its name in the storage (empty: it lies elsewhere), and what is in it."""

    name: str
    sha256: str
    size: int
    row_count: int
    tree_size: int | None = None


@transaction.atomic
def ask_for(
    kind: Export.Kind,
    form: Export.Form,
    *,
    filters: Mapping[str, str],
    by: Employee,
    now: datetime,
    about: Employee | None = None,
) -> Export:
    """An export to be made by a job. The caller has seen to it that `by` may have it."""
    export = Export.objects.create(kind=kind, form=form, filters=dict(filters), about=about, asked_by=by, asked_at=now)
    enqueue(MAKE, dedup_key=str(export.uuid), payload={"export": str(export.uuid)}, now=now)
    return export


@transaction.atomic
def record_made(export: Export, made: Made, *, now: datetime) -> ExportFile:
    """Keeps what was made, and enters it into the ledger with its filters and its number of rows."""
    row = ExportFile.objects.create(
        export=export,
        file=made.name,
        sha256=made.sha256,
        size=made.size,
        row_count=made.row_count,
        tree_size=made.tree_size,
        finished_at=now,
    )
    record_fact(EXPORTED, row, now=now)
    return row


@transaction.atomic
def record_made_here(
    kind: Export.Kind, form: Export.Form, made: Made, *, filters: Mapping[str, str], asked_at: datetime, now: datetime
) -> ExportFile:
    """An export that a command on the server made: nobody of the site asked for it, and its file lies elsewhere."""
    export = Export.objects.create(kind=kind, form=form, filters=dict(filters), asked_at=asked_at)
    return record_made(export, made, now=now)


def remove_expired(*, now: datetime) -> int:
    """Removes the files whose time is over, and those that nobody knows of. The rows stay. Returns how many."""
    current = ExportFile.objects.filter(finished_at__gt=now - KEPT_FOR).exclude(file="")
    kept = set(current.values_list("file", flat=True))
    removed = 0
    for name in _stored():
        if name not in kept and (
            ExportFile.objects.filter(file=name).exists() or default_storage.get_modified_time(name) < now - LEFT_BEHIND
        ):
            default_storage.delete(name)
            removed += 1
    return removed


def files_about(person: Employee, *, now: datetime) -> tuple[list[ExportFile], list[ExportFile]]:
    """Kept files that were made about this person, and other kept ones, in which the person may be among many."""
    kept = ExportFile.objects.filter(finished_at__gt=now - KEPT_FOR).exclude(file="").select_related("export")
    here = [made for made in kept.order_by("finished_at", "pk") if default_storage.exists(made.file.name or "")]
    about = [made for made in here if _is_about(made.export, person)]
    return about, [made for made in here if made not in about]


def _is_about(export: Export, person: Employee) -> bool:
    return export.about_id == person.pk or str(person.uuid) in export.filters.get("persons", "").split(",")


def _stored() -> list[str]:
    """The names of all files of exports. There is one folder and none below it."""
    if not default_storage.exists(FOLDER):
        return []
    _folders, files = default_storage.listdir(FOLDER)
    return [str(PurePosixPath(FOLDER) / file) for file in files]


@transaction.atomic
def correct(signed: Signed, *, reason: str, right: str, by: Employee, now: datetime) -> Correction:
    """Says beside a record what is wrong with it. The same said twice in a row, by a double click, is said once."""
    entry = entry_of(signed.kind, signed.uuid)
    assert entry is not None, "what has an index in the log has an entry"
    detail = {"right": right} if right else None
    last = next(iter(corrections_of([signed.uuid]).get(signed.uuid, [])), None)
    if last is not None and (last.reason, last.detail, last.by) == (reason, detail, by.uuid):
        return last
    return ledger.correct(entry, reason=reason, detail=detail, by=by.uuid, now=now)
