"""`qa nightly`: a night's recordings in, judged and planned calls out."""

import json
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from qa.cli import options
from qa.cli.failing import CommandError
from qa.cli.files import complete_file
from qa.cli.progress import MachineWatch, PeopleWatch, Watch
from qa.cli.terminal import terminal
from qa.nightly import report_text
from qa.nightly.interrupt import Interrupt, listening
from qa.nightly.report import RunReport
from qa.nightly.report_json import as_json as report_as_json
from qa.nightly.run import Night, run_night
from qa.store import open_store, upgrade
from qa.store.engine import file_of, parse

WATCHES: Mapping[str, type[Watch]] = {"rich": PeopleWatch, "json": MachineWatch}
REPORTS = (".md", ".json")


@click.command()
@click.argument("manifest")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Only calls that started on this day, in the configured time zone.",
)
@click.option("--workers", type=int, metavar="N", help="Worker processes; 0: one per core.")
@click.option(
    "--model", "recognition__model", metavar="NAME", help="Recogniser weights; see qa models list."
)
@options.rulebooks
@options.scorecards
@click.option("--retry-failed", is_flag=True, help="Try calls again that failed before.")
@click.option(
    "--report",
    "reports",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="FILE",
    help="Write the run report to FILE.md or FILE.json; may be repeated.",
)
@click.option(
    "--log-format",
    type=click.Choice([*WATCHES]),
    help="Progress on standard error; default: rich in a terminal, else json.",
)
@options.database
@options.as_json
@options.common
@click.pass_context
def nightly(
    ctx: click.Context,
    /,
    manifest: str,
    day: datetime | None,
    retry_failed: bool,
    reports: tuple[Path, ...],
    log_format: str | None,
    as_json: bool,
    config: Path | None,
    **overrides: object,
) -> None:
    """Transcribe and judge the calls that MANIFEST lists, and plan which ones people must hear.

    夜间批处理:转写、质检、打标记、出复核计划。

    MANIFEST is a CSV, JSON Lines or Parquet file, or its URL. Calls that are done are not done
    again: after an interruption the same command goes on where it stopped. A database file that
    does not exist yet is created.
    """
    _check_reports(reports)
    night = Night(
        manifest=manifest,
        settings=options.settings_for(config, overrides),
        day=day.date() if day else None,
        retry_failed=retry_failed,
    )
    _create_if_missing(night.settings.db_url)
    report = _run(night, log_format or ("rich" if sys.stderr.isatty() else "json"))
    if as_json:
        options.echo_json(report_as_json(report))
    else:
        terminal().print(report_text.terminal(report))
    for file in reports:
        _write(report, file)
    ctx.exit(report.exit_code)


def _run(night: Night, log_format: str) -> RunReport:
    interrupt = Interrupt()
    with (
        closing(open_store(night.settings.db_url)) as store,
        WATCHES[log_format]() as watch,
        listening(interrupt),
    ):
        return run_night(night, store, watch, interrupt)


def _create_if_missing(url: str) -> None:
    """The first run on a laptop just works; whatever exists is only migrated when asked to."""
    file = file_of(parse(url))
    if file is not None and not file.exists():
        upgrade(url)


def _check_reports(reports: tuple[Path, ...]) -> None:
    """Before a night's work, not after it."""
    for file in reports:
        if file.suffix not in REPORTS:
            raise click.BadParameter(f"{file}: must end in {' or '.join(REPORTS)}")
        if not file.absolute().parent.is_dir():
            raise CommandError(f"{file}: there is no folder {file.absolute().parent}")


def _write(report: RunReport, file: Path) -> None:
    if file.suffix == ".json":
        text = json.dumps(report_as_json(report), ensure_ascii=False, indent=2) + "\n"
    else:
        text = report_text.markdown(report)
    with complete_file(file) as out:
        out.write(text.encode())
