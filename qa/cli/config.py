"""`qa config`: settings and where they come from."""

import os
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from qa.cli import options
from qa.cli.terminal import terminal
from qa.config.describe import find, shown
from qa.config.load import DEFAULT, Loaded, load_settings
from qa.config.sources import flatten


@click.group()
def config() -> None:
    """Settings and their sources.

    配置及其来源。
    """


@config.command("show")
@options.as_json
@options.common
def show_command(as_json: bool, config: Path | None) -> None:
    """Print every setting: its value, where it came from, its unit and meaning.

    显示每项配置的取值、来源与说明。
    """
    rows = _rows(load_settings(config, os.environ, {}))
    if as_json:
        options.echo_json(rows)
        return
    console = terminal()
    for row in rows:
        value = "unset" if row["value"] is None else row["value"]
        style = "dim" if row["origin"] == DEFAULT else "bold green"
        console.print(
            Text.assemble(
                (str(row["key"]), "cyan"), f" = {value}  ", (f"({row['origin']})", style)
            ),
            soft_wrap=True,
        )
        limits = ", ".join(filter(None, (str(row["allowed"]), str(row["unit"]))))
        meaning = f"{row['meaning']} [{limits}]"
        console.print(Padding(Text(meaning, "dim"), (0, 0, 0, 4), expand=False))


def _rows(loaded: Loaded) -> list[dict[str, object]]:
    rows = []
    for key, value in flatten(loaded.settings.model_dump()):
        setting = find(key)
        rows.append(
            {
                "key": ".".join(key),
                "value": shown(value),
                "origin": loaded.origins[".".join(key)],
                "unit": setting.unit if setting else "",
                "meaning": setting.description if setting else "",
                "allowed": setting.allowed if setting else "",
            }
        )
    return rows
