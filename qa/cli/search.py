"""`qa search`: find what was said."""

from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.table import Table
from rich.text import Text

from qa.call import Role
from qa.cli import options
from qa.cli.failing import Exit
from qa.cli.terminal import terminal
from qa.cli.wording import ROLE_STYLES, ROLES, clock
from qa.store import SearchHit, open_store


@click.command()
@click.argument("text")
@options.since
@options.until
@click.option("--line", metavar="LINE", help="Business line.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Who said it.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="At most so many calls.",
)
@options.database
@options.as_json
@options.common
@click.pass_context
def search(
    ctx: click.Context,
    text: str,
    since: date | None,
    until: date | None,
    line: str | None,
    role: str | None,
    limit: int,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Find the calls in which TEXT is said, newest first; exit code 1 when there are none.

    在全部转写中检索文字。
    """
    settings = options.settings_for(config, {"db_url": db_url})
    timezone = ZoneInfo(settings.timezone)
    with closing(open_store(settings.db_url)) as store:
        hits = store.search(
            text,
            limit=limit,
            since=options.begins(since, timezone),
            until=options.ends(until, timezone),
            business_line=line,
            role=Role(role) if role else None,
        )
    if as_json:
        options.echo_json([_as_dict(hit) for hit in hits])
    elif hits:
        terminal().print(_table(hits, text, timezone))
    else:
        click.echo(f"没有通话说到“{text}” / nothing found", err=True)
    ctx.exit(Exit.DONE if hits else Exit.SOME_FAILED)


def _as_dict(hit: SearchHit) -> dict[str, object]:
    return {
        "call_id": hit.call_id,
        "started_at": hit.started_at.isoformat(),
        "role": hit.role,
        "turn_start": hit.turn_start,
        "snippet": hit.snippet,
    }


def _table(hits: Sequence[SearchHit], text: str, timezone: ZoneInfo) -> Table:
    table = Table("通话 call", "时间 started", "位置 at", "角色 role", "原文 text", box=None)
    for hit in hits:
        snippet = Text(hit.snippet)
        snippet.highlight_words([text], "reverse", case_sensitive=False)
        table.add_row(
            hit.call_id,
            f"{hit.started_at.astimezone(timezone):%Y-%m-%d %H:%M}",
            clock(hit.turn_start),
            Text(ROLES[hit.role], ROLE_STYLES[hit.role]),
            snippet,
        )
    return table
