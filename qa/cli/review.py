"""`qa review`: what inspectors decided on verdicts."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from qa.cli import options
from qa.cli.failing import Exit
from qa.review.decision_file import read_decisions
from qa.review.importing import Imported, import_decisions
from qa.store import open_store


@click.group()
def review() -> None:
    """Inspectors' decisions on verdicts.

    人工复核结果。
    """


@review.command("import")
@click.argument("file")
@click.option("--partial", is_flag=True, help="Record the good rows although others are refused.")
@click.option("--reviewer", metavar="NAME", help="Who decided, where a row does not say.")
@options.database
@options.as_json
@options.common
@click.pass_context
def import_command(
    ctx: click.Context,
    file: str,
    partial: bool,
    reviewer: str | None,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Record the decisions in FILE: verdicts that inspectors confirmed or overturned.

    导入复核结果:维持、推翻、无法判断。

    FILE is CSV, JSON Lines or Parquet with the columns call_id, rule and decision, and maybe
    true_verdict, reason, reviewer and decided_at. Nothing is recorded when a row is wrong (exit
    code 2), unless --partial is given (exit code 1). What was recorded before is not again.
    """
    settings = options.settings_for(config, {"db_url": db_url})
    now = datetime.now(UTC)
    zone = ZoneInfo(settings.timezone)
    decisions = read_decisions(file, timezone=zone, now=now, reviewer=reviewer)
    with closing(open_store(settings.db_url)) as store:
        imported = import_decisions(store, decisions, now, partial=partial)
    if as_json:
        options.echo_json(_as_dict(imported))
    else:
        _tell(imported)
    ctx.exit(_exit_code(imported))


def _tell(imported: Imported) -> None:
    for problem in imported.problems:
        click.echo(str(problem), err=True)
    for warning in imported.warnings:
        click.echo(f"提醒 / warning: {warning}", err=True)
    decided = imported.decided
    if decided is None:
        what = f"{imported.refused} 行有误,没有导入任何一行 / nothing recorded"
        click.echo(f"{what} → 改正,或加上 --partial", err=True)
        return
    click.echo(
        f"新记录 {decided.new} 条,已有 {decided.repeated} 条,拒绝 {imported.refused} 行 / "
        f"{decided.new} recorded, {decided.repeated} known already, {imported.refused} refused"
    )


def _as_dict(imported: Imported) -> dict[str, object]:
    decided = imported.decided
    return {
        "recorded": decided.new if decided else 0,
        "repeated": decided.repeated if decided else 0,
        "refused": imported.refused,
        "problems": list(map(options.problem_dict, imported.problems)),
        "warnings": list(map(options.problem_dict, imported.warnings)),
    }


def _exit_code(imported: Imported) -> Exit:
    if imported.decided is None:
        return Exit.CANNOT_START
    return Exit.SOME_FAILED if imported.problems else Exit.DONE
