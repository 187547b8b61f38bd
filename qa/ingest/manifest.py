"""Reading a manifest: every good row becomes a call, every bad one a list of problems."""

from collections.abc import Collection
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from qa.call import Call
from qa.errors import Problem
from qa.ingest.columns import MANIFEST, identify
from qa.ingest.duplicates import Numbered, without_duplicates
from qa.ingest.fields import LINES, one_of
from qa.ingest.rows import Reading, read_row
from qa.ingest.source import base_of, name_of, read_table

DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a manifest says."""

    source: str
    """Its file name."""
    calls: tuple[Call, ...]
    refused: int = 0
    """Rows that became no call."""
    problems: tuple[Problem, ...] = ()
    """Why they were refused; each names its row, and a row may have several."""
    warnings: tuple[Problem, ...] = ()
    """What looks odd, although nothing was refused for it."""


def read_manifest(
    location: str, *, timezone: ZoneInfo = DEFAULT_ZONE, extra_lines: Collection[str] = ()
) -> Manifest:
    """Reads CSV (UTF-8 or GB18030), JSON Lines or Parquet from a path or an fsspec URL.

    Args:
        location: path or URL of the manifest; relative recordings count from its folder.
        timezone: of times that carry no offset.
        extra_lines: business lines beside inbound, callback and offsite.

    Raises:
        ManifestError: the file as a whole is unusable: absent, empty, of no known format, or
            without a required column.
    """
    source = name_of(location)
    table = read_table(location)
    columns = identify(table, source, MANIFEST)
    line = one_of({**LINES, **{line: line for line in extra_lines}})
    reading = Reading(source, base_of(location), timezone, line, columns)
    good: list[Numbered] = []
    problems = list(table.problems)
    for row in table.rows:
        call, found = read_row(row, reading)
        problems += found
        if call is not None:
            good.append((row.number, call))
    calls, contradictions, repeats = without_duplicates(good, source)
    warnings = (*columns.warnings, *repeats, *_nothing(table.rows, source))
    refused = len(table.problems) + len(table.rows) - len(good) + len(contradictions)
    return Manifest(source, calls, refused, (*problems, *contradictions), warnings)


def _nothing(rows: Collection[object], source: str) -> tuple[Problem, ...]:
    return () if rows else (Problem(source, "没有任何通话 / the manifest lists no calls"),)
