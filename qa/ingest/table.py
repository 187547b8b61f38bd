"""What every format becomes first: named columns and numbered rows of text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.errors import Problem

SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row; its number is what a person sees in an editor (the header of a CSV is line 1)."""

    number: int
    cells: Mapping[str, str]
    """By column name as written; empty text where the row says nothing."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file of rows as text: nothing is interpreted yet."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    """Rows that could not even be cut into cells."""


def place(source: str, number: int, column: str = "") -> str:
    """Where a person looks: `manifest.csv 第7行 started_at`."""
    return f"{source} 第{number}行" + (f" {column}" if column else "")


def rows_besides(numbers: Iterable[int], besides: int) -> str:
    """Rows as a message names them: `第3行、第9行`, without the one it is about."""
    return "、".join(f"第{number}行" for number in numbers if number != besides)


def shown(value: str) -> str:
    """A value as a message shows it: quoted, one line, not too long."""
    cut = value if len(value) <= SHOWN_CHARACTERS else value[: SHOWN_CHARACTERS - 1] + "…"
    return (
        "“" + "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in cut) + "”"
    )
