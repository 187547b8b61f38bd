"""`qa export`: results into files."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

import click

from qa.accounts.audit import Deed, entry
from qa.cli import options
from qa.cli.files import complete_file
from qa.reports.export import WRITERS
from qa.review.training import write_corrections
from qa.store import CallFilter, Store, open_store

_output = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to; default: standard output. Replaced only when complete.",
)


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
@_output
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
        _note(store, "calls", count)
    click.echo(f"已导出 {count} 通通话 / {count} calls exported", err=True)


@export.command()
@_output
@options.since
@options.until
@options.database
@options.common
def corrections(
    output: Path | None,
    since: date | None,
    until: date | None,
    db_url: str | None,
    config: Path | None,
) -> None:
    """Write the turns whose words people corrected, as training data.

    导出被更正的转写,供训练识别模型。

    One JSON object a line: recording, channel, start and end in seconds, the turn before and
    after. Days are those on which the corrections were made.
    """
    settings = options.settings_for(config, {"db_url": db_url})
    timezone = ZoneInfo(settings.timezone)
    with closing(open_store(settings.db_url)) as store, _opened(output) as out:
        count = write_corrections(
            store,
            out,
            since=options.begins(since, timezone),
            until=options.ends(until, timezone),
        )
        _note(store, "corrections", count)
    click.echo(f"已导出 {count} 句 / {count} turns exported", err=True)


def _note(store: Store, what: str, count: int) -> None:
    details = {"what": what, "count": count}
    now = datetime.now(UTC)
    store.record(entry(Deed.EXPORTED, options.operator(), now, details=details))


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
    else:
        with complete_file(output) as out:
            yield out
