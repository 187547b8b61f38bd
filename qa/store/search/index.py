"""Keeps the search index in step with the transcripts, in the transaction that changes them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from qa.call import Turn
from qa.store.codec import load_transcript
from qa.store.search.backend import Entry, SearchBackend
from qa.store.search.grams import documents
from qa.store.search.keys import key
from qa.store.search.postgres import TsVector
from qa.store.search.sqlite import Fts5
from qa.store.tables import transcripts


def backend_for(dialect: str) -> SearchBackend:
    """The database's own full-text index."""
    return Fts5() if dialect == "sqlite" else TsVector()


class SearchIndex:
    """The documents of calls."""

    def __init__(self, backend: SearchBackend) -> None:
        self._backend = backend

    def add(
        self, connection: Connection, call: int, started_at: datetime, turns: Iterable[Turn]
    ) -> None:
        """Make a call findable."""
        self._backend.add(connection, _entries(call, started_at, turns))

    def remove(self, connection: Connection, call: int, started_at: datetime) -> None:
        """Remove what the stored transcript had put in; `started_at` as it was then."""
        turns = _stored_turns(connection, call)
        self._backend.remove(connection, _entries(call, started_at, turns))

    def move(self, connection: Connection, call: int, before: datetime, after: datetime) -> None:
        """Put a call where it belongs in time."""
        self.remove(connection, call, before)
        self.add(connection, call, after, _stored_turns(connection, call))


def _entries(call: int, started_at: datetime, turns: Iterable[Turn]) -> Iterator[Entry]:
    for document in documents(turns):
        number = key(started_at, call, document.role, document.part)
        yield Entry(number, call, document)


def _stored_turns(connection: Connection, call: int) -> tuple[Turn, ...]:
    query = select(transcripts.c.body).where(transcripts.c.call == call)
    body: bytes | None = connection.scalar(query)
    return () if body is None else load_transcript(body, None).turns
