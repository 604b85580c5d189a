"""The PDF: what it says, that it is accessible, that it is the same whenever it is made, and that nothing overflows."""

import io
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page as pdf_validation
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from weasyprint.formatting_structure import boxes

from certificates.rendering import Sheet, qr, render
from certificates.rendering.engine import page_of, pdf_problem
from certificates.rendering.sheet import base_direction, printable, size_class
from tests.certificates.sheets import NUMBER, SHEET, sheet, text_of
from toolkit.pdf.searchable import meaning
from toolkit.pdf.typesetting import lay_out

LONG = "Maria-Magdalena Wilhelmina von Hohenstein-Österreicher de la Concepción y Rodríguez-Fernández " * 3
NAMES = [
    "Ngọc Adébáyọ̀ Sørensen",
    "Ọlá Ṣẹ́gun n̄ m̀ ɔ̃́ Kwabenã",
    "محمّد بن عبدالله الأنصاري",
    "שָׁלוֹם בן־דוד",
    "Юлия Ὀδυσσεύς Żółć",
    "Sam 👩‍⚕️ O’Brien ❤️",
    LONG[:200],
    "W" * 200,
    "👩‍⚕️" * 50,
    "\"<b>Q</b>\" & 'A'",
    "tab\tnull\x00bell\x07",
    "-",
]


def test_it_says_all_that_it_should() -> None:
    text = text_of(render(SHEET))
    for words in (
        "Riverside Health",
        "Certificate of completion",
        "Ada Osei",
        "completed on November 24, 2026 the course",
        "Social media at work",
        "Version 3 · 60 minutes · Valid until November 24, 2027",
        "Miriam Castellanos",
        "Chief Compliance Officer",
        "7Q4K-29VD-XW3T-8ABC-M",
        "Check it at training.riverside.example/verify",
    ):
        assert words in text


def test_without_signer_and_end_it_says_who_issued_it_and_no_more() -> None:
    text = text_of(render(sheet(signer_name="", signer_title="", expires_on=None, minutes=1)))
    assert "Issued on November 24, 2026 by" in text
    assert "Version 3 · 1 minute" in text
    assert "Valid until" not in text
    assert "Castellanos" not in text


def test_it_knows_its_title_its_language_and_its_issuer() -> None:
    reader = PdfReader(io.BytesIO(render(SHEET)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate: Social media at work, Ada Osei"
    assert reader.metadata.author == "Riverside Health"
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert reader.metadata.creation_date == SHEET.issued_at


@pytest.mark.parametrize("name", NAMES)
def test_it_conforms_to_pdf_ua_1_on_one_page(name: str, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(render(sheet(holder_name=name, course_title=name, signer_name=name[:80])))
    report = pdf_validation.validate_pdf(path, profile="ua1")
    assert [failure.message for failure in report.failures] == []
    assert report.document.page_count == 1


@pytest.mark.parametrize("name", NAMES)
def test_nothing_leaves_the_frame_or_touches_the_foot(name: str) -> None:
    lines = list(_lines(sheet(holder_name=name, course_title=name, organization=name[:80])))
    assert lines
    for _text, left, top, right, bottom in lines:
        assert left >= 12
        assert right <= 297 - 12
        assert top >= 12
        assert bottom <= 210 - 12
    words = [bottom for _text, left, top, _right, bottom in lines if left < 148 and top < 150]
    assert max(words) < 155


@pytest.mark.parametrize("name", NAMES[:6])
def test_every_letter_of_the_usual_scripts_has_a_glyph(name: str, caplog: pytest.LogCaptureFixture) -> None:
    render(sheet(holder_name=name))
    assert "notdef" not in caplog.text


@pytest.mark.parametrize("name", NAMES[:2])
def test_marks_are_drawn_by_the_face_of_their_letter(name: str) -> None:
    fonts = PdfReader(io.BytesIO(render(sheet(holder_name=name)))).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    faces = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    assert faces == {"Display", "Display-Italic", "Text"}


def test_the_same_sheet_gives_the_same_bytes_in_another_process_on_another_day() -> None:
    code = (
        "import datetime, hashlib, time, django; django.setup();"
        "from certificates.rendering import render; from tests.certificates.sheets import sheet;"
        "print(hashlib.sha256(render(sheet(holder_name='Ngọc Adébáyọ̀ 👩‍⚕️'))).hexdigest())"
    )
    # A clock that is years ahead, in a process of its own.
    ahead = "import time; real = time.time; time.time = lambda: real() + 1e8;" + code.replace(
        "django.setup()",
        "datetime.datetime = type('D', (datetime.datetime,), {'now': lambda *_: 1 / 0}); django.setup()",
    )
    assert _run(code, seed="1") == _run(ahead, seed="2")


def test_two_certificates_are_two_files() -> None:
    later = datetime(2026, 11, 25, tzinfo=UTC)
    assert len({render(SHEET), render(sheet(number=NUMBER[::-1])), render(sheet(issued_at=later))}) >= 2


def test_pdf_is_possible_here() -> None:
    assert pdf_problem() is None


def test_without_pango_the_reason_and_the_remedy_are_told() -> None:
    # Another process: WeasyPrint cannot be loaded any more once it is loaded without its library.
    code = (
        "import ctypes.util, cffi, django\n"
        "cffi.FFI.dlopen = lambda *args, **kwargs: (_ for _ in ()).throw(OSError('cannot load library'))\n"
        "django.setup()\n"
        "from certificates.rendering import pdf_problem\n"
        "print(pdf_problem())"
    )
    assert _run(code).endswith(
        "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
    )


def test_the_code_covers_exactly_the_dark_modules() -> None:
    rows = qr.modules(SHEET.verify_url)
    covered: list[tuple[int, int]] = []
    for x, y, end_x, end_y in qr.strokes(rows):
        if y == end_y:
            covered += [(column, int(y)) for column in range(int(x), int(end_x))]
        else:
            covered += [(int(x), row) for row in range(int(y), int(end_y))]
    dark = {(x, y) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    assert len(covered) == len(dark)
    assert set(covered) == dark


@given(st.text(max_size=200))
def test_any_text_has_a_direction_a_size_and_no_character_that_xml_forbids(text: str) -> None:
    assert base_direction(text) in {"ltr", "rtl"}
    assert size_class(text, (("l", 10),)) in {"l", "xs"}
    clean = printable(text)
    assert len(clean) == len(text)
    assert not any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in clean)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_any_name_and_title_make_one_page(name: str, title: str) -> None:
    assert len(PdfReader(io.BytesIO(render(sheet(holder_name=name, course_title=title)))).pages) == 1


@pytest.mark.parametrize(
    ("given", "own", "text"),
    [
        ("a", "a", "a"),
        ("\u00a0", " ", "\u00a0"),
        ("fi", "\ufb01", "fi"),
        ("fi", "", "fi"),
        ("", "\ufb2a", "\u05e9\u05c1"),
        ("o\u0300", "\u0300", "\u0300"),
        ("", "", "\u200b"),
    ],
)
def test_a_glyph_means_its_own_character_unless_it_is_a_ligature(given: str, own: str, text: str) -> None:
    assert meaning(given, own) == text


@pytest.mark.parametrize("name", ["Ngọc Adébáyọ̀ Sørensen", "n̄ m̀ Kwabenã fi", "Ὀδυσσεύς Юлия", "a\u0308o\u0308"])
def test_a_name_is_found_in_the_text_as_it_was_typed(name: str) -> None:
    found = unicodedata.normalize("NFC", text_of(render(sheet(holder_name=name))))
    assert f"completion {unicodedata.normalize('NFC', name)} completed" in found


def test_direction_follows_the_first_letter_that_has_one() -> None:
    assert base_direction("123 محمّد Smith") == "rtl"
    assert base_direction("(Smith) محمّد") == "ltr"


def _run(code: str, seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "trainingsite.settings.test"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


def _lines(one: Sheet) -> Iterator[tuple[str, float, float, float, float]]:
    """Each line of text as it was laid out: text, and left, top, right, bottom in millimeters."""
    for sheet_page in lay_out(*page_of(one)).pages:
        for box in _boxes(sheet_page._page_box):
            if isinstance(box, boxes.TextBox) and box.text.strip():
                x, y = box.position_x, box.position_y
                left, top, right, bottom = (value * 25.4 / 96 for value in (x, y, x + box.width, y + box.height))
                yield box.text, left, top, right, bottom


def _boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        # What is placed absolutely stands in its parent as a placeholder that passes attributes on.
        yield from _boxes(getattr(child, "_box", child))
