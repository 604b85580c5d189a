"""A table of figures with its chart, as a page shows it and as a file holds it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from people.http import StaffRequest
from reports.figures.bars import Bar, Chart, Scale, chart
from toolkit import csv


@dataclass(frozen=True)
class Column:
    """`file` are the heads of what stands in a file for it, where they are others."""

    label: str
    is_number: bool = True
    file: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell:
    """Words for the page, and what a file holds instead: a value for each head of the column."""

    text: str
    values: tuple[csv.Cell, ...]
    url: str = ""


def plain(text: str, *, url: str = "") -> Cell:
    """The same on the page and in the file."""
    return Cell(text, (text,), url)


@dataclass(frozen=True)
class Row:
    """A row of the table, and its bars in the chart under a label."""

    cells: Sequence[Cell]
    label: str = ""
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """`name` is a slug, unique on the page; `drawing` says what the chart shows; `note` explains the figures."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    drawing: str
    scale: Scale
    note: str = ""

    @property
    def chart(self) -> Chart:
        return chart([(row.label, row.bars) for row in self.rows if row.bars], self.scale)

    @property
    def lines(self) -> list[list[tuple[Column, Cell]]]:
        return [list(zip(self.columns, row.cells, strict=True)) for row in self.rows]

    @property
    def heads(self) -> list[str]:
        return [head for column in self.columns for head in column.file or (column.label,)]

    @property
    def values(self) -> Iterable[list[csv.Cell]]:
        return ([value for cell in row.cells for value in cell.values] for row in self.rows)


def answer(
    request: StaffRequest, template: str, sheets: Sequence[Sheet], context: Mapping[str, Any], *, about: str
) -> HttpResponseBase:
    """The page, or, where the address names a sheet in `file`, that sheet as CSV. `about` goes into the file's name."""
    if "file" in request.GET:
        return _file(next((sheet for sheet in sheets if sheet.name == request.GET["file"]), None), about)
    return page(request, template, sheets, context)


def page(request: StaffRequest, template: str, sheets: Sequence[Sheet], context: Mapping[str, Any]) -> HttpResponse:
    shown = []
    for sheet in sheets:
        query = request.GET.copy()
        query["file"] = sheet.name
        shown.append((sheet, f"?{query.urlencode()}"))
    return render(request, template, {**context, "sheets": shown})


def _file(sheet: Sheet | None, about: str) -> HttpResponseBase:
    if sheet is None:
        raise Http404
    return csv.csv_response(f"{sheet.name}-{about}-{timezone.localdate():%Y-%m-%d}.csv", sheet.heads, sheet.values)
