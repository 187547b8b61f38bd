"""`qa rules publish`: make rulebooks those that nights judge by."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from getpass import getuser
from pathlib import Path

import click

from qa.cli import options
from qa.cli.case_view import case_dict, told
from qa.cli.failing import CommandError, Exit
from qa.rules.cases import CaseResult, run_cases
from qa.rules.rulebook import Rulebook
from qa.scoring.standards import load_standards
from qa.store import Store, open_store


@dataclass(frozen=True, slots=True)
class _Published:
    """What became of rulebooks that were to be published."""

    rulebook: Rulebook
    anew: bool
    """False: it was the published one already."""


@click.command("publish")
@click.argument("directory", type=click.Path(path_type=Path), required=False)
@options.lines
@click.option("--note", default="", metavar="TEXT", help="What changed and why, for the history.")
@click.option("--by", metavar="NAME", help="Who publishes; default: the user of this computer.")
@click.option("--force", is_flag=True, help="Publish although a case is judged otherwise.")
@options.database
@options.as_json
@options.common
@click.pass_context
def publish_command(
    ctx: click.Context,
    directory: Path | None,
    lines: tuple[str, ...],
    note: str,
    by: str | None,
    force: bool,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Publish the rulebooks in DIRECTORY: from the next night on they judge; exit code 1 when a
    case fails.

    发布规则集。发布前检查规则并运行案例;已有结论不变。

    Without DIRECTORY those that the settings name are published, or else the shipped ones.
    Nothing is published when anything is wrong with the files, or when a case is judged
    otherwise than it says, unless --force is given.
    """
    settings = options.settings_for(config, {"db_url": db_url, "rulebooks_dir": directory})
    every = load_standards(settings).rulebooks
    books = _chosen(every, lines)
    results = _cases(every, books, settings.rulebooks_dir)
    wrong = [result for result in results if not result.ok]
    published: list[_Published] = []
    if force or not wrong:
        with closing(open_store(settings.db_url)) as store:
            published = _publish(store, books, by or _user(), note)
    if as_json:
        options.echo_json(_as_dict(published, results, wrong))
    else:
        _tell(published, results, wrong)
        if published:
            _tell_of_the_setting(config)
    ctx.exit(Exit.DONE if published else Exit.SOME_FAILED)


def _chosen(books: Mapping[str, Rulebook], lines: tuple[str, ...]) -> list[Rulebook]:
    unknown = ", ".join(sorted(set(lines) - set(books)))
    if unknown:
        raise CommandError(f"no rulebook for line {unknown} → one of {', '.join(sorted(books))}")
    return [books[line] for line in sorted(books) if not lines or line in lines]


def _cases(
    every: Mapping[str, Rulebook], chosen: Sequence[Rulebook], folder: Path | None
) -> list[CaseResult]:
    """The cases beside the rulebooks, as far as they are about the chosen ones."""
    results = run_cases(every, folder and folder / "cases")
    lines = {book.line for book in chosen}
    return [each for each in results if each.line in lines or len(lines) == len(every)]


def _publish(store: Store, books: Sequence[Rulebook], by: str, note: str) -> list[_Published]:
    now = datetime.now(UTC)
    return [
        _Published(book, store.publish_rulebook(book.version, by=by, note=note, now=now))
        for book in books
    ]


def _user() -> str:
    try:
        return getuser()
    except (OSError, KeyError) as error:  # a container may run as a user without name
        raise CommandError("不知道是谁在发布 / nobody is named → --by NAME") from error


def _tell(
    published: Sequence[_Published], results: Sequence[CaseResult], wrong: Sequence[CaseResult]
) -> None:
    for result in wrong:
        click.echo(told(result), err=True)
    if not results:
        click.echo("没有案例,规则未经测试 / no cases: the rules are untested", err=True)
    else:
        click.echo(f"案例 {len(results) - len(wrong)} / {len(results)} 通过 / cases passed")
    if not published:
        what = "有案例未通过,没有发布 / not published, for cases fail"
        click.echo(f"{what} → 改正规则或案例,或加上 --force", err=True)
        return
    for each in published:
        what = "已发布 / published" if each.anew else "本来就是发布版本 / is published already"
        click.echo(f"{each.rulebook.identity}: {what}")
    click.echo(
        "已有结论均未改动,下一次夜间跑批起按发布版本判定 / no stored verdict was changed; "
        "nights judge by it from now on"
    )


def _tell_of_the_setting(config: Path | None) -> None:
    """Publishing changes nothing where nights are told to judge by a folder."""
    folder = options.settings_for(config, {}).rulebooks_dir
    if folder is not None:
        what = f"注意:配置 rulebooks_dir = {folder},夜间跑批仍用该文件夹"
        click.echo(f"{what} / the setting wins over what is published", err=True)


def _as_dict(
    published: Sequence[_Published], results: Sequence[CaseResult], wrong: Sequence[CaseResult]
) -> dict[str, object]:
    return {
        "published": [each.rulebook.identity for each in published if each.anew],
        "published_before": [each.rulebook.identity for each in published if not each.anew],
        "cases": len(results),
        "wrong": list(map(case_dict, wrong)),
    }
