"""`qa models list|fetch|verify`: recogniser weights, and what was learned."""

from pathlib import Path

import click

from qa.cli import options
from qa.cli.failing import Exit
from qa.errors import ModelError
from qa.transcribe.weights import broken_files, fetch, known_models


@click.command("list")
@options.as_json
@options.common
def list_command(as_json: bool, config: Path | None) -> None:
    """List the recognisers with their state on this machine, and the models that were learned.

    列出识别模型及其本机状态,以及训练出的模型。
    """
    settings = options.settings_for(config, {})
    states: list[dict[str, object]] = [
        {
            "name": name,
            "state": state_of(name, settings.models_dir),
            "in_use": name == settings.recognition.model,
            "folder": str(settings.models_dir / name),
            "description": model.description,
        }
        for name, model in known_models().items()
    ]
    states += _learned(settings.models_dir)
    if as_json:
        options.echo_json(states)
        return
    width = max(len(str(each["name"])) for each in states)
    for each in states:
        mark = "*" if each["in_use"] else " "
        click.echo(f"{mark} {each['name']:<{width}} {each['state']:<10} {each['description']}")


@click.command("fetch")
@click.argument("name", required=False)
@options.common
def fetch_command(name: str | None, config: Path | None) -> None:
    """Put model NAME together and verify it; without NAME the configured one.

    合并并校验模型。
    """
    settings = options.settings_for(config, {})
    folder = fetch(name or settings.recognition.model, settings.models_dir)
    click.echo(f"{folder}: 校验通过 / verified")


@click.command("verify")
@click.argument("name", required=False)
@options.as_json
@options.common
@click.pass_context
def verify_command(
    ctx: click.Context, name: str | None, as_json: bool, config: Path | None
) -> None:
    """Check the files of model NAME against their SHA-256; exit code 1 when one differs.

    校验模型文件。
    """
    settings = options.settings_for(config, {})
    wanted = name or settings.recognition.model
    if wanted not in known_models():
        names = ", ".join(known_models())
        raise click.BadParameter(f"{wanted!r} is not one of {names}", param_hint="NAME")
    folder = settings.models_dir / wanted
    broken = broken_files(known_models()[wanted], folder)
    if as_json:
        options.echo_json({"name": wanted, "folder": str(folder), "broken": broken})
    for what in broken:
        click.echo(f"{folder}: {what} → qa models fetch {wanted}", err=True)
    if not broken and not as_json:
        click.echo(f"{folder}: 校验通过 / verified")
    ctx.exit(Exit.SOME_FAILED if broken else Exit.DONE)


def _learned(models_dir: Path) -> list[dict[str, object]]:
    from qa.scoring.satisfaction import folder, registry

    active = set(registry.Registry.read(models_dir).active.values())
    found: list[dict[str, object]] = []
    for name in registry.names(models_dir):
        try:
            about = folder.load(name, models_dir).about
            state = "verified"
            told = f"{about.candidate}, {about.talks} calls until {about.trained_until:%Y-%m-%d}"
        except ModelError as error:
            state, told = "unusable", str(error)
        found.append(
            {
                "name": name,
                "state": state,
                "in_use": name in active,
                "folder": str(models_dir / name),
                "description": told,
            }
        )
    return found


def state_of(name: str, models_dir: Path) -> str:
    """`verified`, `damaged` or `absent`."""
    if not (models_dir / name).is_dir():
        return "absent"
    return "damaged" if broken_files(known_models()[name], models_dir / name) else "verified"
