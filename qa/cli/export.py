"""`qa export`: results into files."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from qa.cli import options
from qa.cli.files import complete_file
from qa.reports.export import WRITERS
from qa.store import CallFilter, open_store


@click.group()
def export() -> None:
    """Results into files.

    导出结果。
    """


@export.command()
@click.option(
    "--format",
    "format_",
    type=click.Choice([*WRITERS]),
    default="jsonl",
    show_default=True,
    help="jsonl: call records by the contract; csv: for Excel.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to; default: standard output. Replaced only when complete.",
)
@options.since
@options.until
@options.lines
@click.option("--call-id", "call_ids", multiple=True, help="This call; may be repeated.")
@options.database
@options.common
def calls(
    format_: str,
    output: Path | None,
    since: date | None,
    until: date | None,
    lines: tuple[str, ...],
    call_ids: tuple[str, ...],
    db_url: str | None,
    config: Path | None,
) -> None:
    """Write judged and failed calls, ordered by start.

    导出通话:转写、指标、规则结论、标记、评分与复核计划。
    """
    if format_ == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("parquet is not for a terminal: use --output FILE")
    settings = options.settings_for(config, {"db_url": db_url})
    timezone = ZoneInfo(settings.timezone)
    wanted = CallFilter(
        call_ids=call_ids or None,
        since=options.begins(since, timezone),
        until=options.ends(until, timezone),
        business_lines=lines,
    )
    with closing(open_store(settings.db_url)) as store, _opened(output) as out:
        found = store.stream(wanted, words=format_ != "csv")
        count = WRITERS[format_](found, out)
    click.echo(f"已导出 {count} 通通话 / {count} calls exported", err=True)


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
    else:
        with complete_file(output) as out:
            yield out
