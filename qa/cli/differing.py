"""`qa rules diff`: what one rulebook says otherwise than another."""

from pathlib import Path

import click
from rich.console import Group

from qa.cli import options
from qa.cli.difference_view import difference_dict, difference_view
from qa.cli.failing import CommandError
from qa.cli.rulebook_source import Named, rulebooks_named
from qa.cli.terminal import terminal
from qa.rules.difference import Difference, difference


@click.command("diff")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@options.lines
@options.database
@options.as_json
@options.common
def diff_command(
    old: str,
    new: str,
    lines: tuple[str, ...],
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """What differs from A to B, rule by rule: keys with old and new, phrases added and removed.

    比较两个规则集版本,逐条列出改动。

    A and B are each a folder, a file, `shipped`, `published`, or a version such as
    inbound@0123456789ab; the first digits of the hash will do.
    """
    url = options.settings_for(config, {"db_url": db_url}).db_url
    found = _differences(rulebooks_named(old, url), rulebooks_named(new, url), lines)
    if as_json:
        options.echo_json(list(map(difference_dict, found)))
    else:
        terminal().print(Group(*map(difference_view, found)))


def _differences(old: Named, new: Named, lines: tuple[str, ...]) -> list[Difference]:
    """Of the lines asked for; a single rulebook is only compared with the same line's."""
    of_each = [set(each.rulebooks) for each in (old, new)]
    every = of_each[0] & of_each[1] if old.single or new.single else of_each[0] | of_each[1]
    wanted = set(lines) or every
    if not wanted or wanted - every:
        listed = [", ".join(sorted(each)) for each in of_each]
        what = "没有可比较的业务线 / no line to compare"
        raise CommandError(f"{what} → A: {listed[0]}; B: {listed[1]}")
    return [
        difference(line, old.rulebooks.get(line), new.rulebooks.get(line))
        for line in sorted(wanted)
    ]
