"""What the ledger vouches for of this app: every file that was handed out, to whom, narrowed by what."""

from django.db.models import QuerySet

from ledger.facts import FactKind, Statement, columns, reference
from reports.models import ExportFile

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


EXPORT_MADE = FactKind(EXPORTED, _files, _statement)
