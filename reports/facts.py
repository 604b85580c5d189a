"""What the ledger vouches for of this app: every file that was handed out, to whom, narrowed by what."""

from django.db.models import QuerySet

from ledger.facts import FactKind, Statement
from ledger.services.recording import instant
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
        person=str(export.asked_by.uuid) if export.asked_by else "",
        detail={
            "kind": export.kind,
            "form": export.form,
            "filters": dict(export.filters),
            "about": str(export.about.uuid) if export.about else None,
            "asked_at": instant(export.asked_at),
            "rows": made.row_count,
            "size": made.size,
            "sha256": made.sha256,
            "tree_size": made.tree_size,
        },
    )


EXPORT_MADE = FactKind(EXPORTED, _files, _statement)
