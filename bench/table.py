"""Measured values beside their targets, and how they are shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from rich.console import Console
from rich.table import Table

HEADER = ("section", "what", "measured", "target", "met")


@dataclass(frozen=True, slots=True)
class Target:
    """A bound, itself allowed."""

    sign: Literal["≤", "≥"]
    bound: float

    def met_by(self, value: float) -> bool:
        """Whether a value keeps to it."""
        return value <= self.bound if self.sign == "≤" else value >= self.bound


@dataclass(frozen=True, slots=True)
class Line:
    """One measured value; `value` None means that there is none, `note` says why."""

    what: str
    value: float | None
    unit: str = ""
    target: Target | None = None
    note: str = ""
    digits: int = 2
    failed: bool = False
    """The measurement itself went wrong."""

    @property
    def met(self) -> bool | None:
        """None without a target, and where nothing was measured."""
        if self.target is None or self.value is None:
            return None
        return self.target.met_by(self.value)

    @property
    def missed(self) -> bool:
        """Whether there is a target that was not shown to be met."""
        return self.failed or (self.target is not None and not self.met)

    def cells(self) -> tuple[str, str, str, str]:
        """What, measured, target, met: for people."""
        measured = (
            "—" if self.value is None else f"{self.value:.{self.digits}f} {self.unit}".strip()
        )
        bound = (
            f"{self.target.sign} {self.target.bound:g} {self.unit}".strip() if self.target else ""
        )
        met = {True: "yes", False: "no", None: "not measured" if self.missed else ""}[self.met]
        return (f"{self.what} ({self.note})" if self.note else self.what, measured, bound, met)

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "what": self.what,
            "value": self.value,
            "unit": self.unit,
            "target": self.target and f"{self.target.sign} {self.target.bound:g}",
            "met": self.met,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of detail that belongs to a section."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a section came to: lines for the table, grids for the terminal, the rest as JSON."""

    lines: Sequence[Line]
    grids: Sequence[Grid] = ()
    details: dict[str, object] = field(default_factory=dict)


class Result(Protocol):
    """What a section returns."""

    def outcome(self) -> Outcome:
        """The result as it is shown."""


def show(outcomes: Iterable[tuple[str, Outcome]], console: Console) -> None:
    """All grids, then the one table."""
    known = list(outcomes)
    for name, outcome in known:
        for grid in outcome.grids:
            console.print(_rich(f"{name}: {grid.title}", grid.header, grid.rows))
    console.print(_rich("Earmark bench", HEADER, list(_rows(known))))


def markdown(outcomes: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> str:
    """The one table for docs/benchmarks.md, from the cells of each section's lines."""
    rows = [HEADER, ("---",) * len(HEADER)]
    rows += [(name, *cells) for name, lines in outcomes for cells in lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows(outcomes: Iterable[tuple[str, Outcome]]) -> Iterator[tuple[str, ...]]:
    for name, outcome in outcomes:
        for line in outcome.lines:
            yield (name, *line.cells())


def _rich(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    colours = {"yes": "[green]yes", "no": "[red]no", "not measured": "[yellow]not measured"}
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(colours.get(cell, cell.replace("[", "\\[")) for cell in row))
    return table
