"""A sheet for tests, and what stands in the PDF that it became."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from pypdf import PdfReader

from certificates.rendering import Sheet

NUMBER = "7Q4K29VDXW3T8ABCM"
SHEET = Sheet(
    number=NUMBER,
    shown_number="7Q4K-29VD-XW3T-8ABC-M",
    holder_name="Ada Osei",
    course_title="Social media at work",
    course_version=3,
    minutes=60,
    completed_on=date(2026, 11, 24),
    issued_at=datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
    expires_on=date(2027, 11, 24),
    organization="Riverside Health",
    signer_name="Miriam Castellanos",
    signer_title="Chief Compliance Officer",
    verify_url=f"https://training.riverside.example/verify/{NUMBER}/",
)


def sheet(**fields: Any) -> Sheet:
    return replace(SHEET, **fields)


def text_of(made: bytes) -> str:
    """The words of the PDF, with single spaces: where a long line was broken there is one too."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages).split())
