"""Parquet."""

from datetime import date, datetime
from io import BytesIO

from qa.errors import ManifestError, Problem
from qa.ingest.json_table import as_text
from qa.ingest.table import Row, Table


def read_parquet(data: bytes, source: str) -> Table:
    """Reads a Parquet file; rows are numbered from 1, for there is no header line.

    Raises:
        ManifestError: the file is damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(BytesIO(data))
        # Nanoseconds, pandas' default, fit no datetime; nobody notes calls that exactly.
        for at, column in enumerate(table.schema):
            if pa.types.is_timestamp(column.type):
                exact = pa.timestamp("us", tz=column.type.tz)
                table = table.set_column(at, column.name, table[at].cast(exact, safe=False))
        values: list[list[object]] = [column.to_pylist() for column in table.columns]
    except (pa.ArrowException, OSError, ValueError) as error:
        what = f"Parquet 文件已损坏 / is a damaged Parquet file: {error}"
        raise ManifestError([Problem(source, what, "重新生成 / write it again")]) from error
    columns = tuple(str(name).strip() for name in table.column_names)
    rows = tuple(
        Row(number, dict(zip(columns, map(_text, record), strict=True)))
        for number, record in enumerate(zip(*values, strict=True), 1)
    )
    return Table(columns, rows)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return as_text(value)
