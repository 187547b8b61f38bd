"""Options that several commands share, and what they mean."""

import json
import os
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from getpass import getuser
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from qa.cli.failing import DEBUG
from qa.config import Settings
from qa.config.load import load_settings
from qa.errors import Problem

Command = Callable[..., None]


def common(command: Command) -> Command:
    """Options of every command: the settings file, tracebacks."""
    for option in (
        click.option(
            "--debug",
            is_flag=True,
            expose_value=False,
            callback=_note_debug,
            help="Show tracebacks of errors.",
        ),
        click.option(
            "--config",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Settings file; default: $EARMARK_CONFIG, else ./earmark.toml.",
        ),
    ):
        command = option(command)
    return command


# Options that override a setting carry its key as their parameter, `__` for the dot.
database = click.option(
    "--db", "db_url", metavar="URL", help="Database; wins over the setting db_url."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON, for scripts.")

rulebooks = click.option(
    "--rulebooks",
    "rulebooks_dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Own rulebooks; default: the published ones, or else the shipped.",
)
scorecards = click.option(
    "--scorecards",
    "scorecards_dir",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Own scorecards; default: the shipped ones.",
)


class Moment(click.ParamType[date]):
    """A day, or a moment with or without its offset, as ISO 8601 writes them."""

    name = "moment"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> date:
        """A `date`, or a `datetime` when there is a time of day."""
        try:
            return _moment(str(value))
        except ValueError:
            what = f"{value!r} is neither a day (2018-05-07) nor a moment (2018-05-07T09:30)"
            self.fail(what, param, ctx)


def begins(moment: date | None, timezone: ZoneInfo) -> datetime | None:
    """The first instant meant by `--since`; a day begins at midnight in `timezone`."""
    if moment is None:
        return None
    if isinstance(moment, datetime):
        return moment if moment.tzinfo else moment.replace(tzinfo=timezone)
    return datetime.combine(moment, time(), timezone)


def ends(moment: date | None, timezone: ZoneInfo) -> datetime | None:
    """The first instant no longer meant by `--until`; a day belongs to it as a whole."""
    if moment is None or isinstance(moment, datetime):
        return begins(moment, timezone)
    return begins(moment + timedelta(days=1), timezone)


since = click.option("--since", type=Moment(), help="Calls started at or after this day or moment.")
until = click.option(
    "--until",
    type=Moment(),
    help="Calls started before the end of this day, or before this moment.",
)
lines = click.option(
    "--line", "lines", multiple=True, metavar="LINE", help="Business line; may be repeated."
)


def settings_for(config: Path | None, overrides: Mapping[str, object]) -> Settings:
    """Settings from all sources; `overrides` go by key, None means not given.

    Raises:
        ConfigError: what is wrong with them.
    """
    dotted = {key.replace("__", "."): value for key, value in overrides.items()}
    return load_settings(config, os.environ, dotted).settings


def echo_json(value: object) -> None:
    """Print as JSON, always in UTF-8 whatever the terminal's encoding."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2).encode())


def problem_dict(problem: Problem) -> dict[str, str]:
    """A problem as JSON has it."""
    return {"place": problem.place, "what": problem.what, "fix": problem.fix}


def _moment(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)


def _note_debug(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta[DEBUG] = value


def operator() -> str:
    """Who the audit log names: not an account, but who has the machine and the database."""
    return f"cli:{getuser()}"
