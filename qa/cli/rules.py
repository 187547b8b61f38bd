"""`qa rules`: check rulebooks and scorecards, run their cases."""

from collections.abc import Collection, Mapping
from pathlib import Path

import click

from qa.cli import options
from qa.cli.failing import Exit
from qa.errors import Problem, RulebookError
from qa.rules.rulebook import load_rulebooks
from qa.scoring.scorecard import load_scorecards

folder = click.argument("directory", type=click.Path(path_type=Path), required=False)


@click.group()
def rules() -> None:
    """Rulebooks and scorecards.

    规则集与评分表。
    """


@rules.command()
@folder
@options.scorecards
@options.as_json
@options.common
@click.pass_context
def check(
    ctx: click.Context,
    directory: Path | None,
    scorecards: Path | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Check the rulebooks in DIRECTORY and the scorecards; exit code 1 when one is wrong.

    检查规则集与评分表,一次列出所有问题。
    """
    overrides = {"rulebooks_dir": directory, "scorecards_dir": scorecards}
    settings = options.settings_for(config, overrides)
    lines, problems = _checked(settings.rulebooks_dir, settings.scorecards_dir)
    if as_json:
        options.echo_json({"versions": lines, "problems": [_as_dict(each) for each in problems]})
    for problem in () if as_json else problems:
        click.echo(str(problem), err=True)
    for line in () if as_json else lines:
        click.echo(f"{line}: 正确 / ok")
    ctx.exit(Exit.SOME_FAILED if problems else Exit.DONE)


def _checked(rulebooks: Path | None, scorecards: Path | None) -> tuple[list[str], list[Problem]]:
    """Versions of what is right, and all that is wrong."""
    try:
        books = load_rulebooks(rulebooks)
    except RulebookError as error:
        return [], [*error.problems, *_wrong_scorecards(scorecards, None)]
    codes = {line: [rule.code for rule in book.rules] for line, book in books.items()}
    return [book.identity for book in books.values()], _wrong_scorecards(scorecards, codes)


def _wrong_scorecards(
    directory: Path | None, codes: Mapping[str, Collection[str]] | None
) -> list[Problem]:
    try:
        load_scorecards(directory, codes)
    except RulebookError as error:
        return list(error.problems)
    return []


def _as_dict(problem: Problem) -> dict[str, str]:
    return {"place": problem.place, "what": problem.what, "fix": problem.fix}
