"""`qa rules rejudge`: stored calls judged again by the present rulebooks."""

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import Progress

from qa.cli import options
from qa.nightly.review import plan_reviews
from qa.replay.rejudging import rejudge
from qa.scoring.standards import load_standards
from qa.store import CallFilter, Status, open_store


@click.command("rejudge")
@options.since
@options.until
@options.lines
@options.rulebooks
@options.scorecards
@options.database
@options.common
def rejudge_command(
    since: date | None,
    until: date | None,
    lines: tuple[str, ...],
    rulebooks_dir: Path | None,
    scorecards_dir: Path | None,
    db_url: str | None,
    config: Path | None,
) -> None:
    """Judge stored calls again by the present rulebooks, and plan the review of their days anew.

    用现行规则集重判历史通话(不重新转写),并重排这些日期的复核计划。
    """
    overrides = {
        "db_url": db_url,
        "rulebooks_dir": rulebooks_dir,
        "scorecards_dir": scorecards_dir,
    }
    settings = options.settings_for(config, overrides)
    zone = ZoneInfo(settings.timezone)
    filter = CallFilter(
        since=options.begins(since, zone),
        until=options.ends(until, zone),
        business_lines=lines,
        status=Status.DONE,
    )
    with closing(open_store(settings.db_url)) as store:
        standards = load_standards(settings, store.published_rulebooks())
        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task("重判 rejudge", total=store.count_past(filter, None))
            done = rejudge(
                store,
                filter,
                standards.rulebooks,
                standards.scorecards,
                datetime.now(UTC),
                lambda calls: bar.advance(task, calls),
            )
        days = {call.started_at.astimezone(zone).date() for call in done}
        planned = plan_reviews(store, days, settings, zone)
    click.echo(
        f"重判 {len(done)} 通,重排 {len(planned)} 天的复核计划 / "
        f"{len(done)} calls judged anew, {len(planned)} days planned anew"
    )
