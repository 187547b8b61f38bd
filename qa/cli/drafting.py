"""`qa rules new` and `qa rules schema`: the beginning of rules of one's own."""

from pathlib import Path

import click

from qa.cli import options
from qa.rules.drafting import add_rule, copy_shipped
from qa.rules.rule_schema import schema_text


@click.command("new")
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
@click.argument("code", required=False)
@click.option("--line", default="inbound", show_default=True, help="Business line of the rule.")
@options.common
def new_command(directory: Path, code: str | None, line: str, config: Path | None) -> None:  # noqa: ARG001
    """Start rulebooks of your own in DIRECTORY, or add a rule CODE to those that are there.

    新建规则集(复制内置规则集),或在其中新增一条规则及其案例。
    """
    written = copy_shipped(directory) if code is None else add_rule(directory, line, code)
    for path in written:
        click.echo(f"已写入 / written: {path}")
    click.echo(f"下一步 / next: qa rules check {directory} && qa rules test {directory}")


@click.command("schema")
@options.common
def schema_command(config: Path | None) -> None:  # noqa: ARG001
    """Print the JSON Schema of rulebooks, for editors.

    输出规则集的 JSON Schema,供编辑器提示与校验。
    """
    click.echo(schema_text().encode(), nl=False)
