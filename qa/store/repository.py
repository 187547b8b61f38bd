"""What all repositories stand on."""

from collections.abc import Collection

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    Text,
    any_,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY

from qa.errors import UnknownCall
from qa.store.codec import dump_texts
from qa.store.engine import Database
from qa.store.search.index import SearchIndex, backend_for
from qa.store.tables import calls


class Repository:
    """One concern of the store; they are joined in `Store`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._searcher = backend_for(database.dialect)
        self._index = SearchIndex(self._searcher)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._database.dialect

    def _among(self, column: Column[str], values: Collection[str]) -> ColumnElement[bool]:
        """Whether `column` is one of `values`, as one parameter however many there are."""
        if self.dialect == "sqlite":
            listed = func.json_each(dump_texts(values)).table_valued("value")
            return column.in_(select(listed.c.value))
        return column == any_(cast(literal(list(values), ARRAY(Text)), ARRAY(Text)))

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        """The database's own INSERT, which can go on where the row is there already."""
        return postgresql.insert(table) if self.dialect == "postgresql" else sqlite.insert(table)

    def _id_of(self, connection: Connection, call_id: str) -> int:
        """Key of a call.

        Raises:
            UnknownCall: it was never ingested, or was deleted.
        """
        found: int | None = connection.scalar(select(calls.c.id).where(calls.c.call_id == call_id))
        if found is None:
            raise self._unknown(call_id)
        return found

    def _unknown(self, call_id: str) -> UnknownCall:
        return UnknownCall(f"{self._database}: there is no call {call_id} → ingest it first")
