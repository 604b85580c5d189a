"""One person's file as a PDF/UA-1 document."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from ledger.models import Checkpoint
from toolkit import pdf

HERE = Path(__file__).parent


@cache
def _style() -> str:
    return (HERE / "person.css").read_text(encoding="utf-8")


def render(file: Any, *, asked_at: datetime, checkpoint: Checkpoint | None) -> bytes:
    """The PDF of a `PersonFile` under this checkpoint. Raises toolkit.pdf.NotInstalled without Pango."""
    context = {
        "file": file,
        "asked_at": asked_at,
        "organization": settings.ORGANIZATION_NAME,
        "origin": checkpoint.origin if checkpoint else "",
        "size": checkpoint.size if checkpoint else 0,
        "language": settings.LANGUAGE_CODE,
    }
    # A worker has no reader whose language it could take: the site's own.
    with translation.override(settings.LANGUAGE_CODE):
        page = render_to_string("reports/person_pdf.html", context)
    return pdf.typesetter().pdf(page, _style(), {})
