"""A workbook for spreadsheets (ECMA-376), written row by row into a zip. Why not a library: docs/decisions/0012.

Every text is an inline string, which no spreadsheet runs as a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from types import TracebackType
from typing import IO, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _

from reports.rendering.tables import plain

MOST_ROWS = 1_048_576  # of a sheet, with its head
MOST_CHARACTERS = 32_767  # of a cell
FIRST_DAY = date(1899, 12, 30)  # day 0 of spreadsheets, for days from March 1900 on
OLDEST = date(1900, 3, 1)
WIDTH = 22

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD, DAY, INSTANT = 1, 2, 3  # places in `cellXfs` below
STYLES = (
    f'<styleSheet xmlns="{NAMESPACE}">'
    '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
# What XML 1.0 cannot hold is written as _xHHHH_ (ECMA-376 22.9.2.19), and so is what already looks like that.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class Workbook:
    """Use as a context manager around `add`; the file is whole once it is left without an exception."""

    def __init__(self, file: BinaryIO, title: str, labels: Sequence[str], *, most_rows: int = MOST_ROWS) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._title = title
        self._labels = labels
        self._columns = [column_name(place) for place in range(len(labels))]
        self._most_rows = most_rows
        self._sheet: IO[bytes] | None = None
        self._sheets = self._row = 0

    def __enter__(self) -> "Workbook":
        self._begin_sheet()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self._end_sheet()
        if problem is None:
            self._write_parts()
            self._zip.close()

    def add(self, values: Iterable[Any]) -> None:
        """The next row. Days and instants (shown in UTC) become dates of the spreadsheet."""
        if self._row == self._most_rows:
            self._end_sheet()
            self._begin_sheet()
        self._write_row(values, style=0)

    def _begin_sheet(self) -> None:
        self._sheets += 1
        self._row = 0
        # Nobody knows its size before the end, and a sheet of a million rows may be larger than zip has without zip64.
        self._sheet = self._zip.open(f"xl/worksheets/sheet{self._sheets}.xml", "w", force_zip64=True)
        self._sheet.write(
            f'<worksheet xmlns="{NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
            f'<cols><col min="1" max="{len(self._labels)}" width="{WIDTH}" customWidth="1"/></cols><sheetData>'.encode()
        )
        self._write_row(self._labels, style=HEAD)

    def _write_row(self, values: Iterable[Any], *, style: int) -> None:
        assert self._sheet is not None
        self._row += 1
        cells = "".join(
            _cell(f"{column}{self._row}", value, style) for column, value in zip(self._columns, values, strict=True)
        )
        self._sheet.write(f'<row r="{self._row}">{cells}</row>'.encode())

    def _end_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.write(b"</sheetData></worksheet>")
            self._sheet.close()
            self._sheet = None

    def _write_parts(self) -> None:
        numbers = range(1, self._sheets + 1)
        names = {
            number: sheet_name(self._title if number == 1 else f"{self._title[:24]} {number}") for number in numbers
        }
        sheets = "".join(
            f'<sheet name={quoteattr(names[number])} sheetId="{number}" r:id="rId{number}"/>' for number in numbers
        )
        targets = [(f"rId{number}", f"{RELATIONS}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
        targets.append((f"rId{self._sheets + 1}", f"{RELATIONS}/styles", "styles.xml"))
        kinds = [("/xl/workbook.xml", "sheet.main"), ("/xl/styles.xml", "styles")]
        kinds += [(f"/xl/worksheets/sheet{number}.xml", "worksheet") for number in numbers]
        overrides = "".join(f'<Override PartName="{part}" ContentType="{KIND}.{name}+xml"/>' for part, name in kinds)
        parts = {
            "xl/styles.xml": STYLES,
            "xl/workbook.xml": f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">'
            f"<sheets>{sheets}</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations(targets),
            "_rels/.rels": _relations([("rId1", f"{RELATIONS}/officeDocument", "xl/workbook.xml")]),
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
        }
        for name, text in parts.items():
            self._zip.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')


def _relations(targets: list[tuple[str, str, str]]) -> str:
    lines = "".join(f'<Relationship Id="{key}" Type="{kind}" Target="{path}"/>' for key, kind, path in targets)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def _cell(place: str, value: Any, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    if isinstance(value, datetime) and value.date() >= OLDEST:
        return f'<c r="{place}" s="{INSTANT}"><v>{serial(value):.10f}</v></c>'
    if isinstance(value, date) and not isinstance(value, datetime) and value >= OLDEST:
        return f'<c r="{place}" s="{DAY}"><v>{(value - FIRST_DAY).days}</v></c>'
    text = _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", str(plain(value))[:MOST_CHARACTERS])
    return f'<c r="{place}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def serial(moment: datetime) -> float:
    """The instant as spreadsheets count: days in UTC since their day 0."""
    here = moment.astimezone(UTC)
    return (here - datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=UTC)).total_seconds() / 86_400


def column_name(place: int) -> str:
    """A, B … Z, AA … for 0, 1 …"""
    name = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def sheet_name(title: str) -> str:
    """What may stand on a sheet's tab: at most 31 characters, without those that spreadsheets refuse."""
    return re.sub(r"[\[\]:*?/\\']|[\x00-\x1f]", " ", title)[:31].strip() or _("Rows")
