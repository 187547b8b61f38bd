"""Tables as files: CSV and Excel, neither of which runs what is in a cell."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_MADE = datetime(2000, 1, 1)
"""Kept in the properties of an Excel file: the same tables give the same file."""
MAX_SHEET_NAME = 31
MAX_CELL = 32_767
"""Characters; as the length of a sheet's name a limit of Excel's."""
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    width: float = 14.0
    """In characters."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; read once."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe before a text that a spreadsheet would run as a formula.

    OWASP, "CSV Injection". In Excel files a text is a text already; but saved as CSV from there,
    or pasted, it would run after all.
    """
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


def write_csv_table(table: Table, out: BinaryIO) -> int:
    """CSV with a byte order mark, without which Excel garbles Chinese; the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([harmless(column.name) for column in table.columns])
    count = 0
    for row in table.rows:
        writer.writerow(list(map(harmless, row)))
        count += 1
    text.detach()
    return count


def write_excel(tables: Iterable[Table], out: BinaryIO) -> int:
    """An Excel file with a sheet a table; the number of rows in all of them.

    The first row stays in view and filters the rest. Texts that are too long for a cell are cut.
    """
    # No cell of ours is a formula or a link, whatever it looks like.
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(out, options) as book:
        book.set_properties({"created": _MADE})
        return sum(_add_sheet(book, table) for table in tables)


def _add_sheet(book: Workbook, table: Table) -> int:
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(_sheet_name(table.name))
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, str(harmless(column.name)), head)
    count = 0
    for count, row in enumerate(table.rows, start=1):
        for at, cell in enumerate(row):
            _write(sheet, count, at, cell, body)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, count, max(0, len(table.columns) - 1))
    return count


def _write(sheet: Worksheet, row: int, at: int, cell: Cell, style: Format) -> None:
    shown = harmless(cell)
    if shown is None or (isinstance(shown, float) and not isfinite(shown)):
        sheet.write_blank(row, at, None, style)
    elif isinstance(shown, bool):
        sheet.write_boolean(row, at, shown, style)
    elif isinstance(shown, str):
        cut = shown if len(shown) <= MAX_CELL else shown[: MAX_CELL - 1] + "…"
        sheet.write_string(row, at, cut, style)
    else:
        sheet.write_number(row, at, shown, style)


def _sheet_name(name: str) -> str:
    return _NO_SHEET_NAME.sub(" ", name).strip()[:MAX_SHEET_NAME] or "1"
