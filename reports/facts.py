"""What the ledger vouches for of this app: every file that was handed out, to whom, narrowed by what."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ledger.facts import FactKind, Files, Statement, StoredFile, columns, reference
from reports.models import KEPT_FOR, ExportFile

EXPORTED = "export.made"


def _files() -> "QuerySet[ExportFile]":
    return ExportFile.objects.select_related("export__asked_by", "export__about")


def _statement(made: ExportFile) -> Statement:
    """`person` is who asked: it is their act. Whom a person's file is about stands in the detail."""
    export = made.export
    return Statement(
        fact=made.uuid,
        object=f"export:{export.uuid}",
        version="",
        at=made.finished_at,
        person=reference(export.asked_by) or "",
        detail={
            **columns(export, "kind", "form", "asked_at"),
            **columns(made, "row_count", "size", "sha256", "tree_size"),
            "file": made.file.name or "",
            "filters": dict(export.filters),
            "about": reference(export.about),
            "asked_by": reference(export.asked_by),
        },
    )


def _stored(now: datetime) -> Iterator[StoredFile]:
    """The files that are still kept, without those whose time ends while they are looked at.

    What was made about one person goes when that person is erased, and the note that it was made stays as it is.
    """
    kept = ExportFile.objects.filter(finished_at__gt=now - KEPT_FOR + timedelta(hours=1)).exclude(file="")
    for made in kept.select_related("export").order_by("pk").iterator():
        names_people = made.export.about_id is not None or bool(made.export.filters.get("persons"))
        yield StoredFile(f"reports.exportfile {made.uuid}", made.file.name or "", made.sha256, may_be_gone=names_people)


FILES = Files(EXPORTED, _stored)
EXPORT_MADE = FactKind(EXPORTED, _files, _statement)
