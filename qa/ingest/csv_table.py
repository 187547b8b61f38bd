"""CSV."""

import csv
from collections.abc import Iterator
from io import StringIO

from qa.errors import ManifestError, Problem
from qa.ingest.table import Row, Table, place

SEPARATORS = ",;\t"


def read_csv(text: str, source: str) -> Table:
    """Cuts CSV text into rows.

    A stray quotation mark would swallow every row up to the next one. So a record that cannot
    be read, or that spans lines and seems to hold whole rows, costs its first line only, and
    reading goes on with the line below.
    """
    lines = list(StringIO(text, newline=""))
    header_at = next((at for at, line in enumerate(lines) if line.strip()), 0)
    separator = max(SEPARATORS, key=lines[header_at].count) if lines else ","
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: tuple[str, ...] = ()
    for number, cells in _records(lines, header_at, separator):
        if not columns:
            columns = _header(cells, source, number)
        elif cells is None or not _fits(cells, len(columns)):
            problems.append(_unreadable(source, number, cells, len(columns)))
        elif any(cell.strip() for cell in cells):
            rows.append(Row(number, dict(zip(columns, cells, strict=False))))
    return Table(columns, tuple(rows), tuple(problems))


def _records(
    lines: list[str], start: int, separator: str
) -> Iterator[tuple[int, list[str] | None]]:
    """Line number and cells of each record; None for a line that is no record."""
    at, width = start, 0
    while at < len(lines):
        reader = csv.reader(
            (lines[i] for i in range(at, len(lines))), delimiter=separator, strict=True
        )
        try:
            cells: list[str] | None = next(reader)
            used = reader.line_num
        except csv.Error:
            cells, used = None, 1
        width = width or len(cells or ())
        swallowed = any(lines[i].count(separator) >= width - 1 for i in range(at + 1, at + used))
        if cells is not None and used > 1 and (swallowed or not _fits(cells, width)):
            cells, used = None, 1
        yield at + 1, cells
        at += used


def _fits(cells: list[str], width: int) -> bool:
    """Too few cells may be a row cut short, so only empty ones may be too many, or all empty."""
    if not any(cell.strip() for cell in cells):
        return True
    return len(cells) >= width and not any(cell.strip() for cell in cells[width:])


def _header(cells: list[str] | None, source: str, number: int) -> tuple[str, ...]:
    if cells is None:
        fix = "第一行应是列名 / the first line names the columns"
        raise ManifestError([Problem(place(source, number), "表头无法读取 / bad header", fix)])
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(cell.strip() or f"column_{at}" for at, cell in enumerate(cells, 1))


def _unreadable(source: str, number: int, cells: list[str] | None, width: int) -> Problem:
    if cells is None:
        what = "引号不成对,无法拆分成列 / unbalanced quotation marks"
        fix = '含引号的内容要整个用引号括起,内部的引号写两个 / write "a ""quoted"" word"'
    else:
        what = f"有 {len(cells)} 列,表头有 {width} 列 / {len(cells)} cells under {width} headings"
        fix = "补齐或删去多余的列;内容含逗号时用引号括起 / quote cells that contain the separator"
    return Problem(place(source, number), what, fix)
