"""Words of another direction in a PDF: set apart, they leave what stands beside them in its place."""

import io

from pypdf import PdfReader

from toolkit import pdf

PAGE = '<html lang="en"><head><title>A page</title></head><body><p>By %s, 2026.</p></body></html>'
HEBREW = "\u05d0\u05d1\u05d2"


def _order(words: str) -> list[str]:
    """The runs of the line as they stand from left to right."""
    found: list[str] = []
    file = io.BytesIO(pdf.typesetter().pdf(PAGE % words, "", {}))
    PdfReader(file).pages[0].extract_text(visitor_text=lambda text, *_: found.append(text.strip(" ,.")))
    return [run for run in found if run]


def test_a_name_in_bdi_does_not_pull_the_day_over_to_its_other_side() -> None:
    """The templates of our PDF files rest on this; without it the day would be read as a part of the name."""
    assert _order(HEBREW)[1].startswith("2026")
    assert [run for run in _order(f"<bdi>{HEBREW}</bdi>") if run != "By"] == [HEBREW, "2026"]
