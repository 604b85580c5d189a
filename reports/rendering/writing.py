"""Writing a table as CSV, XLSX or JSON lines.

CSV on PostgreSQL is written by the database itself: its COPY is ten times as quick as reading rows into Python. What
Python does for a cell elsewhere is then said in SQL; tests compare the two.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO

from django.db import connection, transaction

from reports.rendering.tables import Kind, Table, plain
from reports.rendering.xlsx import Workbook
from toolkit.csv import FORMULA_STARTS, UNSEEN, safe_cell
from toolkit.jobs.pulse import Progress

CHUNK = 2000
SORTED_IN = "32MB"
BYTE_ORDER_MARK = "\ufeff"

Write = Callable[[BinaryIO, Table, Progress], int]


def write_csv(file: BinaryIO, table: Table, progress: Progress) -> int:
    """RFC 4180 with a byte order mark; no cell is run as a formula by a spreadsheet. Returns the number of rows."""
    file.write((BYTE_ORDER_MARK + _csv_line([safe_cell(label) for label in table.labels])).encode())
    if connection.vendor == "postgresql":
        return _copy(file, table, progress)
    rows = _Rows(table, progress)
    for row in rows:
        file.write(_csv_line([safe_cell(plain(value)) for value in row]).encode())
    return rows.count


def write_jsonl(file: BinaryIO, table: Table, progress: Progress) -> int:
    """One JSON object a line, UTF-8, with the columns' names as keys; null where there is no value."""
    names, rows = [column.name for column in table.columns], _Rows(table, progress)
    for row in rows:
        line = dict(zip(names, map(plain, row), strict=True))
        file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return rows.count


def write_xlsx(file: BinaryIO, table: Table, progress: Progress) -> int:
    """A workbook, on several sheets if one cannot hold the rows. Text is text there: no cell is a formula."""
    rows = _Rows(table, progress)
    with Workbook(file, table.title, table.labels) as book:
        for row in rows:
            book.add(row)
    return rows.count


WRITE: dict[str, Write] = {"csv": write_csv, "jsonl": write_jsonl, "xlsx": write_xlsx}


class _Rows:
    """The rows of a table, which tells how many it has given so far."""

    def __init__(self, table: Table, progress: Progress) -> None:
        self._table = table
        self._progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        for row in self._table.rows.iterator(CHUNK):
            self.count += 1
            yield row
            if self.count % CHUNK == 0:
                self._progress.at(self.count)


def _csv_line(cells: list[str]) -> str:
    # The end of line that the writer knows decides what it puts into quotes; the database ends its lines with \n alone.
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue().removesuffix("\r\n") + "\n"


def _copy(file: BinaryIO, table: Table, progress: Progress) -> int:
    joined = table.joined
    query, values = joined.base.query.sql_with_params()
    sources = {name: f"r.{name}" for name in joined.names} | dict(joined.cells)
    cells = ", ".join(_CELLS[column.kind].format(sources[column.name]) for column in table.columns)
    # Nothing in it comes from outside but through `values`.
    chosen = joined.statement.format(cells=cells, base=f"({query}) AS r ({', '.join(joined.names)})")
    statement = f"COPY ({chosen}) TO STDOUT WITH (FORMAT csv)"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{SORTED_IN}'")  # what is sorted in memory need not go over the disk
        with cursor.copy(statement, values) as copied:
            for count, line in enumerate(copied, start=1):
                file.write(line)
                if count % CHUNK == 0:
                    progress.at(count)
        return int(cursor.rowcount)


def _quoted(characters: str) -> str:
    """An SQL string with every character escaped, so that the statement is plain ASCII."""
    return "E'" + "".join(f"\\u{ord(character):04x}" for character in characters) + "'"


# `strpos` and `ltrim` are what `str.startswith` and `str.lstrip` of toolkit.csv are. An empty text begins with nothing.
# Only a text with an unusual first character (0 for none at all) is looked at closely: of a million, hardly any.
_UNUSUAL = ",".join(str(ord(character)) for character in ["\x00", *FORMULA_STARTS, *UNSEEN])
_BEGINS = f"strpos({_quoted(''.join(FORMULA_STARTS))}, left({{0}}, 1)) > 0"
_STRIPPED = f"ltrim({{0}}, {_quoted(UNSEEN)})"
_TEXT = (
    f"CASE WHEN ascii({{0}}) <> ALL (ARRAY[{_UNUSUAL}]) THEN {{0}}"
    " WHEN {0} = '' THEN NULL"
    f" WHEN {_BEGINS} OR ({_STRIPPED} <> '' AND {_BEGINS.format(_STRIPPED)})"
    " THEN '''' || {0} ELSE {0} END"
)
_CELLS = {
    Kind.TEXT: _TEXT,
    Kind.CODE: "{0}",
    Kind.WHOLE: "{0}",
    Kind.DAY: "to_char({0}, 'YYYY-MM-DD')",
    Kind.INSTANT: "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
    Kind.ADDRESS: "host({0})",
}
