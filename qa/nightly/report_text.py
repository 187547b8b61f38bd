"""The run report for people: Markdown to send around, tables for the terminal."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from qa.nightly.advice import advice
from qa.nightly.report import RunReport
from qa.nightly.sections import Section, sections

SHOWN_ROWS = 50
TITLE = "耳唛夜间质检报告 / Earmark nightly report"


def markdown(report: RunReport) -> str:
    """The whole report as GitHub-flavoured Markdown."""
    return "\n".join(_markdown(report)) + "\n"


def terminal(report: RunReport) -> RenderableType:
    """The report as rich tables; long lists are cut, Markdown and JSON have all of them."""
    parts: list[RenderableType] = [Text(TITLE, style="bold")]
    for section in sections(report):
        parts += ["", _table(section)]
    parts.append("")
    parts += [Text(f"→ {line}", style="cyan") for line in advice(report)]
    return Group(*parts)


def _markdown(report: RunReport) -> Iterator[str]:
    yield f"# {TITLE}"
    for section in sections(report):
        yield from ("", f"## {section.title}", "")
        yield _row(section.columns)
        marks = ("---:" if at in section.numbers else "---" for at in range(len(section.columns)))
        yield "|" + "|".join(marks) + "|"
        yield from map(_row, section.rows)
    yield from ("", "## 下一步 / What to do next", "")
    yield from (f"- {_escaped(line)}" for line in advice(report))


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(map(_escaped, cells)) + " |"


def _escaped(cell: str) -> str:
    """Text from manifests must not become markup: no table borders, tags, links or images."""
    one_line = " ".join(cell.split())
    for char in "\\|<>[]`":
        one_line = one_line.replace(char, f"\\{char}")
    return one_line


def _table(section: Section) -> Table:
    has_header = any(section.columns)
    table = Table(title=section.title, title_justify="left", show_header=has_header)
    for at, column in enumerate(section.columns):
        table.add_column(
            column, justify="right" if at in section.numbers else "left", overflow="fold"
        )
    for at, cells in enumerate(section.rows[:SHOWN_ROWS]):
        table.add_row(*map(Text, cells), style="red" if at in section.bad else None)
    hidden = len(section.rows) - SHOWN_ROWS
    if hidden > 0:
        table.caption = f"另有 {hidden} 行,见 --report / {hidden} more rows, see --report"
    return table
