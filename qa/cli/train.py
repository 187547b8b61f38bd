"""`qa train`: learn from ratings and inspectors' decisions."""

from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from qa.cli import options
from qa.cli.learning_view import lesson_dict, lesson_view
from qa.cli.terminal import terminal
from qa.learning.labels import Told
from qa.learning.teaching import teach
from qa.scoring.satisfaction.target import TargetName, target_of
from qa.store import CallFilter, open_store

STAGES = {
    "labels": "读取标注 labels",
    "learning": "训练 learning",
    "reference": "训练期分布 reference",
    "calls": "读取通话 calls",
}
target_argument = click.argument("target", type=click.Choice([each.value for each in TargetName]))
begins = click.option("--from", "since", type=options.Moment(), help="Calls from this day on.")
ends = click.option("--to", "until", type=options.Moment(), help="Calls up to this day.")
budget = click.option(
    "--budget",
    type=click.FloatRange(0, 1, min_open=True),
    default=0.1,
    show_default=True,
    help="Share of the calls that people can hear; precision and recall are told for it.",
)


class Stages:
    """Bars on standard error, one a stage."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar

    def __call__(self, name: str) -> Told:
        """A new bar; its function moves it."""
        task = self._bar.add_task(STAGES[name], total=None)
        return lambda done, total: self._bar.update(task, completed=done, total=total)


def stages() -> Progress:
    """The bars, to be used as a context."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True))


@click.command("train")
@target_argument
@begins
@ends
@budget
@options.database
@options.as_json
@options.common
def train_command(
    target: str,
    since: date | None,
    until: date | None,
    budget: float,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Train a model on ratings and inspectors' decisions, and activate it unless it is worse.

    用客户评价与质检结论训练模型;不比现有模型差才会启用。

    The latest fifth of the labelled calls is held out: the new model and what is in force are
    compared on it by average precision.
    """
    settings = options.settings_for(config, {"db_url": db_url})
    zone = ZoneInfo(settings.timezone)
    period = CallFilter(since=options.begins(since, zone), until=options.ends(until, zone))
    with closing(open_store(settings.db_url)) as store, stages() as bar:
        wanted = target_of(TargetName(target))
        lesson = teach(store, wanted, period, settings.models_dir, Stages(bar), budget)
    if as_json:
        options.echo_json(lesson_dict(lesson))
    else:
        terminal().print(lesson_view(lesson, budget))
