"""PostgreSQL's tsvector with a GIN index.

The vectors are written out here, because PostgreSQL's own parser knows no Chinese and its
results depend on the server's locale. A pair has its positions, a single character none.

GIN knows which documents hold a pair, but neither in which order nor at which position: it
lists all of a common word's, and each must be unpacked to check a phrase. So the newest
documents are asked first, and older ones only when these do not suffice.
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from qa.store.search.backend import Asked, Entry
from qa.store.search.grams import MAX_PHRASE, Document, pairs
from qa.store.search.keys import ROLE_SHIFT

_ADD = text(
    "INSERT INTO search_documents (id, call, grams)"
    " VALUES (:number, :call, CAST(:grams AS tsvector))"
)
_REMOVE = text("DELETE FROM search_documents WHERE id = :number")
_NEWEST = text(
    # Materialised, or the limit tempts the planner to go through the documents by id.
    "WITH found AS MATERIALIZED ("
    "SELECT id FROM search_documents WHERE grams @@ CAST(:query AS tsquery)"
    " AND id >= :lowest AND id < :below"
    f" AND (CAST(:role AS integer) IS NULL OR (id >> {ROLE_SHIFT}) & 3 = :role)"
    " AND (CAST(:line AS text) IS NULL"
    " OR call IN (SELECT calls.id FROM calls WHERE business_line = :line)))"
    " SELECT id FROM found ORDER BY id DESC LIMIT :limit"
)
# The planner does not know what unpacking a vector costs and would rather read them all.
_BY_INDEX = text("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
_EDGE = text(
    "SELECT id FROM search_documents WHERE id >= :lowest AND id < :below"
    " ORDER BY id DESC OFFSET :size LIMIT 1"
)
_WINDOWS = (1_000,)
"""Documents looked through before all the rest."""


class TsVector:
    """The index of a PostgreSQL database."""

    def add(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Index documents."""
        rows = [
            {"number": entry.number, "call": entry.call, "grams": _vector(entry.document)}
            for entry in entries
        ]
        if rows:
            connection.execute(_ADD, rows)

    def remove(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Remove documents."""
        if rows := [{"number": entry.number} for entry in entries]:
            connection.execute(_REMOVE, rows)

    def newest(self, connection: Connection, asked: Asked, limit: int) -> Sequence[int]:
        """The greatest numbers of documents that contain a form, greatest first."""
        found: list[int] = []
        for lowest, below in self._windows(connection, asked):
            values = {
                "query": _query(asked.forms),
                "lowest": lowest,
                "below": below,
                "role": asked.role,
                "line": asked.business_line,
                "limit": limit - len(found),
            }
            found += connection.scalars(_NEWEST, values).all()
            if len(found) == limit:
                break
        return found

    def _windows(self, connection: Connection, asked: Asked) -> Iterator[tuple[int, int]]:
        below = asked.below
        for size in _WINDOWS:
            values = {"lowest": asked.lowest, "below": below, "size": size}
            edge: int | None = connection.scalar(_EDGE, values)
            if edge is None:
                break
            yield edge, below
            below = edge
        connection.execute(_BY_INDEX)
        yield asked.lowest, below


def _vector(document: Document) -> str:
    """A tsvector as PostgreSQL reads it; the characters are letters, digits and %.

    A piece of n characters takes n positions and its last one stays empty, so that no pair
    follows another across two pieces.
    """
    places: dict[str, list[str]] = {}
    start = 1
    for piece in document.pieces:
        for place, pair in enumerate(pairs(piece), start):
            places.setdefault(pair, []).append(str(place))
        start += len(piece)
    positioned = [f"'{pair}':{','.join(at)}" for pair, at in places.items()]
    return " ".join([*positioned, *(f"'{c}'" for c in set("".join(document.pieces)))])


def _query(forms: Iterable[str]) -> str:
    """A tsquery; the forms have only letters, digits and %."""
    return " | ".join(map(_phrase, forms))


def _phrase(form: str) -> str:
    if len(form) == 1:
        return f"'{form}'"
    lexemes = [f"'{pair}'" for pair in pairs(form[:MAX_PHRASE])]
    return f"({' <-> '.join(lexemes)})"
