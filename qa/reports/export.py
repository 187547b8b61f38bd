"""Calls out of the store into a file: JSON Lines, CSV, Parquet.

All write as they read, so memory does not grow with the number of calls.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import BinaryIO

from qa.reports.flat import ALL_COLUMNS, COLUMNS, Kind, Row, row, summary
from qa.reports.record import call_record
from qa.scoring.values import JudgedCall, Review
from qa.spreadsheet import harmless

Calls = Iterable[tuple[JudgedCall, Review]]

_ROWS_A_GROUP = 500


def write_jsonl(calls: Calls, out: BinaryIO) -> int:
    """One call record a line; the number of calls written."""
    count = 0
    for judged, review in calls:
        record = call_record(judged, review)
        out.write(json.dumps(record, ensure_ascii=False, allow_nan=False).encode() + b"\n")
        count += 1
    return count


def write_csv(calls: Calls, out: BinaryIO) -> int:
    """One row a call, for spreadsheets; the number of calls written.

    UTF-8 with a byte order mark, without which Excel garbles Chinese. Text that a spreadsheet
    would run as a formula gets an apostrophe in front.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    count = 0
    for judged, review in calls:
        cells = summary(judged, review)
        writer.writerow([harmless(cells[name]) for name in COLUMNS])
        count += 1
    text.detach()
    return count


def write_parquet(calls: Calls, out: BinaryIO) -> int:
    """One row a call, nested parts as JSON text; the number of calls written."""
    import pyarrow as pa  # a third of a second that the other formats need not wait for
    import pyarrow.parquet as pq

    types = {
        Kind.TEXT: pa.string(),
        Kind.NUMBER: pa.float64(),
        Kind.COUNT: pa.int64(),
        Kind.YES_NO: pa.bool_(),
    }
    schema = pa.schema([(name, types[kind]) for name, kind in ALL_COLUMNS.items()])
    count = 0
    with pq.ParquetWriter(out, schema) as writer:
        for group in _groups(row(judged, review) for judged, review in calls):
            writer.write_table(pa.Table.from_pylist(group, schema))
            count += len(group)
    return count


WRITERS: Mapping[str, Callable[[Calls, BinaryIO], int]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}
"""By the name of the format."""


def _groups(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(rows, _ROWS_A_GROUP)):
        yield group
