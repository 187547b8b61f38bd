"""`qa models evaluate|activate|deactivate`: the models that were learned."""

from contextlib import closing
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from qa.cli import options
from qa.cli.learning_view import measured_dict, measured_view
from qa.cli.terminal import terminal
from qa.cli.train import Stages, begins, budget, ends, stages, target_argument
from qa.learning.measuring import measure
from qa.learning.reliability import draw
from qa.scoring.satisfaction import registry
from qa.scoring.satisfaction.target import TargetName, target_of
from qa.store import CallFilter, open_store


@click.command("evaluate")
@target_argument
@begins
@ends
@budget
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Reliability plot as PNG; default: reliability.png in the model's folder.",
)
@options.database
@options.as_json
@options.common
def evaluate_command(
    target: str,
    since: date | None,
    until: date | None,
    budget: float,
    plot: Path | None,
    db_url: str | None,
    as_json: bool,
    config: Path | None,
) -> None:
    """Measure the active model on labelled calls, beside the cold start and the rules alone.

    在有标注的通话上衡量现用模型,并与冷启动、仅用规则对照。

    Without --from the period begins where the model's training ended. What nights chose is
    measured apart: with the calls that were drawn by lot, so that nothing depends on who rates.
    """
    settings = options.settings_for(config, {"db_url": db_url})
    zone = ZoneInfo(settings.timezone)
    period = CallFilter(since=options.begins(since, zone), until=options.ends(until, zone))
    with closing(open_store(settings.db_url)) as store, stages() as bar:
        wanted = target_of(TargetName(target))
        told = Stages(bar)("calls")
        measured = measure(store, wanted, period, settings.models_dir, told, budget)
    if as_json:
        options.echo_json(measured_dict(measured))
    else:
        terminal().print(measured_view(measured, budget))
    if measured.model is not None:
        folder = settings.models_dir / measured.model.model.name
        drawn = draw(measured.bins, plot or folder / "reliability.png")
        click.echo(f"{drawn}: 校准图 / reliability plot", err=True)


@click.command("activate")
@click.argument("name")
@options.common
def activate_command(name: str, config: Path | None) -> None:
    """Put the trained model NAME in force, whatever was in force before.

    启用指定的模型(例如撤回一次更新)。
    """
    settings = options.settings_for(config, {})
    saved = registry.activate(name, settings.models_dir)
    click.echo(f"{name}: 已启用 / in force for {saved.about.target}")


@click.command("deactivate")
@target_argument
@options.common
def deactivate_command(target: str, config: Path | None) -> None:
    """Go back to the cold start: rules and words, nothing learned.

    停用模型,回到规则与词语估计。
    """
    settings = options.settings_for(config, {})
    registry.deactivate(TargetName(target), settings.models_dir)
    click.echo(f"{target}: 冷启动 / cold start")
