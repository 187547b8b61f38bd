"""The cells of one row, read one by one, and what is wrong with them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from qa.errors import Problem
from qa.ingest import fields
from qa.ingest.columns import Columns
from qa.ingest.fields import RefusedError
from qa.ingest.table import Row, place

T = TypeVar("T")


class Cells:
    """The cells of one row, and what was found wrong with them."""

    def __init__(self, row: Row, source: str, columns: Columns) -> None:
        self._row, self._source, self._columns = row, source, columns
        self.problems: list[Problem] = []

    def take(self, column: str, parse: Callable[[str], T], otherwise: T) -> T:
        """The cell's value; `otherwise` when it is empty, or wrong and thus noted."""
        value = self._value(self._columns.known.get(column, ""))
        try:
            if value:
                return parse(value)
            if column in self._columns.contract.required:
                raise RefusedError("不能为空 / must not be empty", "填写这一列 / fill it in")
        except RefusedError as refused:
            self.note(column, refused)
        return otherwise

    def attributes(self) -> Mapping[str, str]:
        """The columns that the contract does not know, where they say something."""
        found = {}
        for name in self._columns.attributes:
            try:
                if value := fields.printable(self._value(name), allowed="\t\n\r"):
                    found[name] = value
            except RefusedError as refused:
                self.note(name, refused)
        return MappingProxyType(found)

    def _value(self, name: str) -> str:
        return self._row.cells.get(name, "").strip()

    def note(self, column: str, refused: RefusedError) -> None:
        """Add what is wrong with the cell of a column."""
        where = place(self._source, self._row.number, column)
        self.problems.append(Problem(where, refused.what, refused.fix))
