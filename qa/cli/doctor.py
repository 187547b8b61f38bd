"""`qa doctor`: is everything there that a run needs?"""

import os
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from qa.cli import options
from qa.cli.checkup import Finding, Health, examine
from qa.cli.failing import Exit
from qa.cli.terminal import terminal
from qa.config import Settings
from qa.config.load import DEFAULT, load_settings
from qa.errors import ConfigError

_MARKS = {
    Health.OK: Text("✓ 正常", "green"),
    Health.WARNING: Text("! 注意", "yellow"),
    Health.FAILED: Text("✗ 有误", "bold red"),
}


@click.command()
@options.database
@options.as_json
@options.common
@click.pass_context
def doctor(ctx: click.Context, db_url: str | None, as_json: bool, config: Path | None) -> None:
    """Check this installation without changing it; exit code 1 when something must be mended.

    安装自检:依赖、模型、数据库、目录、解码器。
    """
    configuration, settings = _configuration(config, db_url)
    findings = [configuration, *examine(settings)]
    if as_json:
        options.echo_json([asdict(finding) for finding in findings])
    else:
        terminal().print(_table(findings))
    failed = any(finding.health is Health.FAILED for finding in findings)
    ctx.exit(Exit.SOME_FAILED if failed else Exit.DONE)


def _configuration(config: Path | None, db_url: str | None) -> tuple[Finding, Settings]:
    """Wrong settings are one finding among others: the rest is checked with the defaults."""
    try:
        loaded = load_settings(config, os.environ, {"db_url": db_url})
    except ConfigError as error:
        return Finding("settings", Health.FAILED, str(error)), Settings()
    origins = sorted({origin for origin in loaded.origins.values() if origin != DEFAULT})
    return Finding("settings", Health.OK, ", ".join(origins) or "all default"), loaded.settings


def _table(findings: list[Finding]) -> Table:
    table = Table("检查 check", "结果 result", "情况 detail", box=None)
    for finding in findings:
        detail = Text(finding.detail, overflow="fold")
        if finding.fix:
            detail.append(f" → {finding.fix}", "bold")
        table.add_row(finding.name, _MARKS[finding.health], detail)
    return table
