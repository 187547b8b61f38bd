"""`qa rules`: check rulebooks and scorecards, run their cases."""

from pathlib import Path

import click

from qa.cli import options
from qa.cli.case_view import case_dict, told
from qa.cli.differing import diff_command
from qa.cli.drafting import new_command, schema_command
from qa.cli.explaining import explain_command
from qa.cli.failing import CommandError, Exit
from qa.cli.history import history_command
from qa.cli.precision import precision_command
from qa.cli.publishing import publish_command
from qa.cli.rejudging import rejudge_command
from qa.cli.replaying import replay_command
from qa.config import Settings
from qa.errors import Problem, RulebookError
from qa.rules.cases import Kind, run_cases, scarce
from qa.rules.rulebook import load_rulebooks
from qa.scoring.standards import load_standards

KINDS = {Kind.PASSING: "通过", Kind.FAILING: "不通过", Kind.NEAR_MISS: "近似"}
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
    scorecards_dir: Path | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Check the rulebooks in DIRECTORY and the scorecards; exit code 1 when one is wrong.

    检查规则集与评分表,一次列出所有问题。
    """
    overrides = {"rulebooks_dir": directory, "scorecards_dir": scorecards_dir}
    settings = options.settings_for(config, overrides)
    lines, problems = checked(settings)
    if as_json:
        options.echo_json(
            {"versions": lines, "problems": list(map(options.problem_dict, problems))}
        )
    for problem in () if as_json else problems:
        click.echo(str(problem), err=True)
    for line in () if as_json else lines:
        click.echo(f"{line}: 正确 / ok")
    ctx.exit(Exit.SOME_FAILED if problems else Exit.DONE)


@rules.command("test")
@folder
@click.option(
    "--cases",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="DIR",
    help="Cases; default: DIRECTORY/cases, or the shipped ones.",
)
@click.option("--rule", "codes", multiple=True, metavar="CODE", help="Only this rule; repeatable.")
@options.as_json
@options.common
@click.pass_context
def test_command(
    ctx: click.Context,
    directory: Path | None,
    cases: Path | None,
    codes: tuple[str, ...],
    as_json: bool,
    config: Path | None,
) -> None:
    """Run the cases of the rulebooks in DIRECTORY; exit code 1 when one is judged otherwise.

    用案例测试规则集。
    """
    rulebooks_dir = options.settings_for(config, {"rulebooks_dir": directory}).rulebooks_dir
    if cases is None and rulebooks_dir is not None:
        cases = rulebooks_dir / "cases"
    rulebooks = load_rulebooks(rulebooks_dir)
    results = run_cases(rulebooks, cases, codes)
    if not results:
        whose = f" of {', '.join(codes)}" if codes else ""
        fix = "one YAML file for each rule, named CODE.yaml"
        raise CommandError(f"{cases or 'shipped'}: no cases{whose} → {fix}")
    wrong = [result for result in results if not result.ok]
    few = {
        code: kinds
        for code, kinds in scarce(rulebooks, results).items()
        if not codes or code in codes
    }
    if as_json:
        found = {"cases": len(results), "wrong": list(map(case_dict, wrong)), "too_few": few}
        options.echo_json(found)
    else:
        for code, kinds in few.items():
            lacking = ", ".join(f"{KINDS[kind]} {kind} {count}" for kind, count in kinds.items())
            click.echo(f"! {code}: 案例不足,还缺 / too few cases, missing {lacking}", err=True)
        for result in wrong:
            click.echo(told(result), err=True)
        click.echo(f"{len(results) - len(wrong)} / {len(results)} 通过 / passed")
    ctx.exit(Exit.SOME_FAILED if wrong else Exit.DONE)


def checked(settings: Settings) -> tuple[list[str], list[Problem]]:
    """Versions of the rulebooks when all is right, or all that is wrong with any file."""
    try:
        standards = load_standards(settings)
    except RulebookError as error:
        return [], list(error.problems)
    return [book.identity for book in standards.rulebooks.values()], []


rules.add_command(new_command)
rules.add_command(schema_command)
rules.add_command(explain_command)
rules.add_command(replay_command)
rules.add_command(rejudge_command)
rules.add_command(diff_command)
rules.add_command(publish_command)
rules.add_command(history_command)
rules.add_command(precision_command)
