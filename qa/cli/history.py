"""`qa rules history`: which versions of rulebooks there were."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.table import Table
from rich.text import Text

from qa.cli import options
from qa.cli.terminal import terminal
from qa.store import VersionHistory, open_store


@click.command("history")
@options.lines
@options.database
@options.as_json
@options.common
def history_command(
    lines: tuple[str, ...], db_url: str | None, as_json: bool, config: Path | None
) -> None:
    """List the versions of rulebooks: first used, published by whom, calls judged; latest first.

    规则集版本历史:首次使用、发布时间与发布人、说明、判定的通话数。
    """
    settings = options.settings_for(config, {"db_url": db_url})
    with closing(open_store(settings.db_url)) as store:
        entries = [each for each in store.rulebook_history() if not lines or each.line in lines]
    if as_json:
        options.echo_json(list(map(_as_dict, entries)))
    elif entries:
        terminal().print(_table(entries, ZoneInfo(settings.timezone)))
    else:
        click.echo("还没有任何版本 / no version yet", err=True)


def _table(entries: Sequence[VersionHistory], timezone: ZoneInfo) -> Table:
    def told(moment: datetime) -> str:
        return f"{moment.astimezone(timezone):%Y-%m-%d %H:%M}"

    table = Table(
        "版本 version", "", "首次使用 first used", "发布 published", "说明 note",
        "判定通话 calls", box=None,
    )  # fmt: skip
    table.columns[-1].justify = "right"
    for entry in entries:
        log = entry.publications
        table.add_row(
            Text(entry.identity, "bold" if entry.published else ""),
            Text(*_state(entry)),
            told(entry.first_used_at) if entry.first_used_at else "",
            "\n".join(f"{told(each.at)} {each.by}" for each in log),
            Text("\n".join(each.note for each in log)),
            str(entry.judged_calls),
        )
    return table


def _state(entry: VersionHistory) -> tuple[str, str]:
    if entry.published:
        return "发布中 published", "green"
    return ("", "") if entry.content_sha256 else ("未留存 not kept", "dim")


def _as_dict(entry: VersionHistory) -> dict[str, object]:
    return {
        "line": entry.line,
        "version": entry.identity,
        "content_sha256": entry.content_sha256,
        "published": entry.published,
        "first_used_at": entry.first_used_at and entry.first_used_at.isoformat(),
        "publications": [
            {"at": each.at.isoformat(), "by": each.by, "note": each.note}
            for each in entry.publications
        ],
        "judged_calls": entry.judged_calls,
    }
