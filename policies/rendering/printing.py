"""The printable file of a text: plain pages in reading order, PDF/UA-1, the same bytes whenever it is made.

It says what was published and when it counts from, and not whether it still counts: that changes, the file does not.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib import metadata
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from policies.content import ClauseContent
from policies.models import Attachment, PolicyText
from toolkit import pdf

HERE = Path(__file__).parent


@cache
def style() -> str:
    return (HERE / "policy.css").read_text(encoding="utf-8")


def page_of(
    text: PolicyText,
    *,
    intro: SafeString,
    clauses: Sequence[tuple[ClauseContent, SafeString]],
    attachments: Sequence[Attachment],
    published_at: datetime,
) -> str:
    """The page as HTML. The labels on it are in the language of the text, as far as they are translated."""
    version = text.version
    context = {
        "text": text,
        "version": version,
        "policy": version.policy,
        "attachments": attachments,
        "intro": intro,
        "clauses": clauses,
        # In UTC: a template would write it by the clock of whoever reads, and each zone would get a file of its own.
        "published_at": published_at.astimezone(UTC).isoformat(),
        "organization": settings.ORGANIZATION_NAME,
        "address": settings.SITE_URL + reverse("policies:version", args=[version.policy.slug, version.number]),
    }
    with translation.override(text.language):
        return render_to_string("policies/text_pdf.html", context)


def key_of(page: str) -> str:
    """SHA-256 of all that the file is made from: with the same key it is the same file."""
    parts = (metadata.version("weasyprint"), style(), page)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def render(page: str) -> bytes:
    """The file. Raises toolkit.pdf.NotInstalled without Pango."""
    return pdf.typesetter().pdf(page, style(), {})
