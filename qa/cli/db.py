"""`qa db`: the database's schema."""

from pathlib import Path

import click

from qa.cli.failing import Exit
from qa.cli.options import as_json, common, database, echo_json, settings_for
from qa.config.describe import shown
from qa.store import schema_state, upgrade


@click.group()
def db() -> None:
    """The database's schema.

    数据库结构。
    """


@db.command("upgrade")
@database
@common
def upgrade_command(db_url: str | None, config: Path | None) -> None:
    """Create the database's schema, or bring it to this program's version.

    创建或升级数据库结构。
    """
    url = settings_for(config, {"db_url": db_url}).db_url
    before = schema_state(url)
    upgrade(url)
    if before.ready:
        click.echo(f"{shown(url)}: schema {before.head}, nothing to do")
    else:
        click.echo(f"{shown(url)}: schema {before.current or 'none'} → {before.head}")


@db.command()
@database
@as_json
@common
@click.pass_context
def status(ctx: click.Context, db_url: str | None, as_json: bool, config: Path | None) -> None:
    """Say which schema the database has; exit code 1 when it is not this program's.

    查看数据库结构版本。
    """
    url = settings_for(config, {"db_url": db_url}).db_url
    state = schema_state(url)
    if as_json:
        echo_json(
            {
                "db_url": shown(url),
                "current": state.current,
                "head": state.head,
                "known": state.known,
                "ready": state.ready,
            }
        )
    elif state.ready:
        click.echo(f"{shown(url)}: schema {state.head}, up to date")
    else:
        click.echo(
            f"{shown(url)}: schema {state.current or 'none'}, this program needs {state.head}"
            + (" → qa db upgrade" if state.known else " → install the program that made it")
        )
    ctx.exit(Exit.DONE if state.ready else Exit.SOME_FAILED)
