"""`qa rules precision`: how far each rule can be trusted, as inspectors decided."""

from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from qa.cli import options
from qa.cli.failing import CommandError
from qa.cli.precision_view import precision_dict, precision_view
from qa.cli.terminal import terminal
from qa.review.precision import FLOOR, LEAST_REVIEWED, not_worth, rule_precisions
from qa.store import CallFilter, Store, VersionHistory, open_store


@click.command("precision")
@options.since
@options.until
@options.lines
@click.option("--version", metavar="LINE@HASH", help="Only verdicts of this rulebook version.")
@click.option("--by-version", is_flag=True, help="One row a version of a rule.")
@click.option(
    "--floor",
    type=click.FloatRange(0, 1),
    default=FLOOR,
    show_default=True,
    help="A rule surely below this precision is not worth its reviewers' time.",
)
@click.option(
    "--at-least",
    "least",
    type=click.IntRange(min=1),
    default=LEAST_REVIEWED,
    show_default=True,
    help="Decided hits from which that is said of a rule.",
)
@options.database
@options.as_json
@options.common
def precision_command(
    since: date | None,
    until: date | None,
    lines: tuple[str, ...],
    version: str | None,
    by_version: bool,
    floor: float,
    least: int,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Precision and recall of every rule, and the rules not worth their reviewers' time.

    按人工复核结果计算每条规则的准确率与召回率,并列出不值得复核的规则。

    Precision: of the hits that inspectors could decide on, the share that they confirmed. Recall
    is told from the random sample of the review plan. Decisions about all versions count, unless
    --version names one.
    """
    settings = options.settings_for(config, {"db_url": db_url})
    timezone = ZoneInfo(settings.timezone)
    wanted = CallFilter(
        since=options.begins(since, timezone),
        until=options.ends(until, timezone),
        business_lines=lines,
    )
    with closing(open_store(settings.db_url)) as store:
        rulebook = _named(store, version) if version else None
        verdicts = store.verdict_tallies(wanted, rulebook=rulebook)
        decisions = store.decision_tallies(wanted, rulebook=rulebook, each_version=by_version)
    rules = rule_precisions(verdicts, decisions, each_version=by_version)
    poor = not_worth(rules, floor=floor, least=least)
    if as_json:
        options.echo_json(precision_dict(rules, poor))
    else:
        terminal().print(precision_view(rules, poor, floor))


def _named(store: Store, version: str) -> str:
    """The version as verdicts name it, also of one whose content is not kept."""
    line, _, prefix = version.partition("@")
    entries = store.rulebook_history(line)
    found = [each for each in entries if prefix and _hash(each).startswith(prefix.lower())]
    if len(found) == 1:
        return found[0].identity
    what = "不止一个 / several" if found else "没有这个版本 / no such version"
    known = ", ".join(each.identity for each in found or entries) or "无 none"
    raise CommandError(f"{version}: {what} → {known}")


def _hash(entry: VersionHistory) -> str:
    return entry.content_sha256 or entry.identity.rpartition("@")[2]
