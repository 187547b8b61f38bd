"""`qa rules replay`: what a draft would change, tried on history."""

from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from qa.cli import options
from qa.cli.failing import CommandError
from qa.cli.replay_view import replay_dict, replay_view
from qa.cli.terminal import terminal
from qa.config.machine import cores
from qa.replay.run import Asked, replay
from qa.replay.tally import Tally
from qa.rules.rulebook import Rulebook, load_rulebook, load_rulebooks
from qa.store import CallFilter, Status, Store, open_store


@click.command("replay")
@click.option(
    "--rulebook",
    "draft",
    type=click.Path(path_type=Path, exists=True),
    required=True,
    metavar="FILE",
    help="The draft: a rulebook, or a folder of them together with --line.",
)
@options.since
@options.until
@click.option("--line", metavar="LINE", help="Business line, where FILE is a folder.")
@click.option("--rule", "codes", multiple=True, metavar="CODE", help="Only this rule; repeatable.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many calls, the latest.")
@click.option(
    "--examples",
    type=click.IntRange(min=0, max=100),
    default=3,
    show_default=True,
    help="Calls to listen to for every kind of change.",
)
@click.option("--anew", is_flag=True, help="Judge by every rule again, not only by changed ones.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes; default: one per core.")
@options.database
@options.as_json
@options.common
def replay_command(
    draft: Path,
    since: date | None,
    until: date | None,
    line: str | None,
    codes: tuple[str, ...],
    limit: int | None,
    examples: int,
    anew: bool,
    workers: int | None,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Judge stored calls by a draft and print what would change; nothing is stored. A rule that
    means the same as when a call was judged keeps its verdict, unless --anew is given.

    用历史通话试跑规则草稿:新增不通过、新通过、其他变化、复核量的变化,附可听的例子。
    含义没有变的规则沿用原有结论;--anew 全部重新判。
    """
    settings = options.settings_for(config, {"db_url": db_url})
    timezone = ZoneInfo(settings.timezone)
    book = _draft(draft, line)
    _known(book, codes)
    asked = Asked(
        rulebook=book,
        filter=CallFilter(
            since=options.begins(since, timezone),
            until=options.ends(until, timezone),
            business_lines=(book.line,),
            status=Status.DONE,
        ),
        limit=limit,
        codes=frozenset(codes) or None,
        keep=examples,
        anew=anew,
        workers=workers or settings.workers or cores(),
    )
    with closing(open_store(settings.db_url)) as store:
        tally = _watched(store, asked, quiet=as_json)
    if as_json:
        options.echo_json(replay_dict(book, tally))
    else:
        terminal().print(replay_view(book, tally))


def _draft(path: Path, line: str | None) -> Rulebook:
    if path.is_file():
        return load_rulebook(path)
    books = load_rulebooks(path)
    if line is None and len(books) == 1:
        return next(iter(books.values()))
    if line is None or line not in books:
        raise CommandError(f"{path}: holds {', '.join(books)} → --line says which one to replay")
    return books[line]


def _known(book: Rulebook, codes: tuple[str, ...]) -> None:
    known = {rule.code for rule in book.rules}
    unknown = ", ".join(sorted(set(codes) - known))
    if unknown:
        raise CommandError(f"{book.line}: no rule {unknown} → one of {', '.join(sorted(known))}")


def _watched(store: Store, asked: Asked, *, quiet: bool) -> Tally:
    """The replay, with a bar for people."""
    columns = (
        TextColumn("试跑 replay"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    total = store.count_past(asked.filter, asked.limit)
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task("", total=total)
        return replay(store, asked, lambda calls: bar.advance(task, calls))
