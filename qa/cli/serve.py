"""`qa serve`: the workbench."""

import os
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

import qa
from qa.accounts.setup_links import SETUP_LASTS, offer_setup
from qa.api.setup import setup_url
from qa.cli import options
from qa.cli.failing import CommandError
from qa.config import Settings
from qa.config.sources import FILE_VARIABLE
from qa.store import open_store

_PACKAGE = Path(qa.__file__).parent


@click.command()
@click.option("--address", "serve__address", metavar="IP", help="Where to listen.")
@click.option("--port", "serve__port", type=int, help="Where to listen.")
@options.database
@options.common
def serve(
    serve__address: str | None, serve__port: int | None, db_url: str | None, config: Path | None
) -> None:
    """Start the workbench in a browser's reach.

    启动质检工作台。

    It listens on this machine only, unless told otherwise. While there are no users, a link that
    makes the first administrator is printed; it works once, for an hour.
    """
    overrides = {"serve.address": serve__address, "serve.port": serve__port, "db_url": db_url}
    settings = options.settings_for(config, overrides)
    script = _script()
    _welcome(settings)
    _start(_command(script, settings), _environment(settings, config))


def base_url(settings: Settings) -> str:
    """What to type into a browser."""
    if settings.serve.origins:
        return settings.serve.origins[0]
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = everywhere.get(settings.serve.address, settings.serve.address)
    return f"http://{host}:{settings.serve.port}"


def _welcome(settings: Settings) -> None:
    with closing(open_store(settings.db_url)) as store:
        token = offer_setup(store, datetime.now(UTC))
    base = base_url(settings)
    click.echo(f"工作台 / the workbench: {base}")
    if token is None:
        click.echo("用已有账号登录 / sign in with an account; `qa users` 管理账号 / manages them")
        return
    minutes = round(SETUP_LASTS.total_seconds() / 60)
    click.echo(
        f"尚无用户。{minutes} 分钟内打开此链接创建管理员,只能用一次:\n"
        f"No users yet. Open this link within {minutes} minutes to make the administrator; "
        f"it works once:\n  {setup_url(base, token)}"
    )


def _script() -> Path:
    """`app.py`: beside the package in a checkout, inside it when installed."""
    for place in (_PACKAGE.parent / "app.py", _PACKAGE / "app.py"):
        if place.is_file():
            return place
    raise CommandError("app.py 不见了 / app.py is missing → install Earmark again")


def _command(script: Path, settings: Settings) -> list[str]:
    flags = {
        "server.address": settings.serve.address,
        "server.port": str(settings.serve.port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        # A traceback tells a visitor what only the log should know.
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        # Tables have downloads of their own, harmless in a spreadsheet, and logged.
        "client.disableDataExport": "true",
        # Otherwise a text that stands alone in a script is shown, such as what says how it works.
        "runner.magicEnabled": "false",
    }
    given = [f"--{name}={value}" for name, value in flags.items()]
    return [sys.executable, "-m", "streamlit", "run", str(script), *given]


def _environment(settings: Settings, config: Path | None) -> dict[str, str]:
    """What the workbench reads its settings from: the same sources, and the options' values."""
    own = {
        "EARMARK_DB_URL": settings.db_url,
        "EARMARK_SERVE_ADDRESS": settings.serve.address,
        "EARMARK_SERVE_PORT": str(settings.serve.port),
    }
    if config is not None:
        own[FILE_VARIABLE] = str(config)
    return {**os.environ, **own}


def _start(command: list[str], environment: dict[str, str]) -> None:
    """Become the web server: signals and the exit code are then its own."""
    sys.stdout.flush()
    os.execve(command[0], command, environment)
