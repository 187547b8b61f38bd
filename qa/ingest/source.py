"""From where a file of rows lies to a table of text."""

from pathlib import Path, PurePosixPath

import fsspec

from qa.errors import ManifestError, Problem
from qa.ingest.csv_table import read_csv
from qa.ingest.json_table import read_jsonl
from qa.ingest.parquet_table import read_parquet
from qa.ingest.table import Table
from qa.ingest.text import decode
from qa.recordings import is_url

PARQUET_MARK = b"PAR1"
JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")


def read_table(location: str) -> Table:
    """Reads CSV, JSON Lines or Parquet from a path or an fsspec URL, by what it contains.

    Raises:
        ManifestError: it is absent, empty, or in none of the formats.
    """
    source = name_of(location)
    data = _bytes(location)
    if not data.strip():
        fix = "至少要有表头和一行 / it needs a header and a row"
        raise ManifestError([Problem(source, "文件是空的 / the file is empty", fix)])
    if data.startswith(PARQUET_MARK):
        return read_parquet(data, source)
    text = decode(data, source)
    as_json = source.lower().endswith(JSON_SUFFIXES) or text.lstrip().startswith("{")
    return read_jsonl(text, source) if as_json else read_csv(text, source)


def name_of(location: str) -> str:
    """The file's name: what messages call it."""
    return PurePosixPath(location).name


def base_of(location: str) -> str:
    """The folder or URL prefix that relative recordings count from."""
    if is_url(location):
        return location.rpartition("/")[0]
    return str(Path(location).absolute().parent)


def _bytes(location: str) -> bytes:
    try:
        if not is_url(location):
            return Path(location).read_bytes()
        with fsspec.open(location, "rb") as stream:
            return bytes(stream.read())
    except FileNotFoundError as error:
        raise _unreadable(location, "找不到文件 / there is no such file") from error
    except Exception as error:  # every fsspec store raises its own
        what = f"文件无法读取 / the file cannot be read: {error}"
        raise _unreadable(location, what) from error


def _unreadable(location: str, what: str) -> ManifestError:
    return ManifestError([Problem(location, what, "检查路径和权限 / check its path and rights")])
