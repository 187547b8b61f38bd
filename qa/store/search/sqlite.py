"""SQLite's FTS5, without a copy of the text.

Tokens are made here and joined by spaces, so that FTS5's tokeniser only cuts at these. Every
piece ends with a token of one character: no pair follows another across two pieces.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from qa.store.search.backend import Asked, Entry
from qa.store.search.grams import MAX_PHRASE, Document, pairs
from qa.store.search.keys import CALL_MASK, CALL_SHIFT, ROLE_SHIFT

_ADD = text(
    "INSERT INTO search_documents (rowid, grams, characters) VALUES (:number, :grams, :characters)"
)
_REMOVE = text(
    "INSERT INTO search_documents (search_documents, rowid, grams, characters)"
    " VALUES ('delete', :number, :grams, :characters)"
)
_NEWEST = text(
    "SELECT rowid FROM search_documents WHERE search_documents MATCH :match"
    " AND rowid >= :lowest AND rowid < :below"
    f" AND (:role IS NULL OR (rowid >> {ROLE_SHIFT}) & 3 = :role)"
    f" AND (:line IS NULL OR (rowid >> {CALL_SHIFT}) & {CALL_MASK} IN"
    " (SELECT id FROM calls WHERE business_line = :line))"
    " ORDER BY rowid DESC LIMIT :limit"
)


class Fts5:
    """The index of an SQLite database."""

    def add(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Index documents."""
        if rows := [_row(entry) for entry in entries]:
            connection.execute(_ADD, rows)

    def remove(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Remove documents, given exactly as they were added."""
        if rows := [_row(entry) for entry in entries]:
            connection.execute(_REMOVE, rows)

    def newest(self, connection: Connection, asked: Asked, limit: int) -> Sequence[int]:
        """The greatest numbers of documents that contain a form, greatest first."""
        values = {
            "match": _match(asked.forms),
            "lowest": asked.lowest,
            "below": asked.below,
            "role": asked.role,
            "line": asked.business_line,
            "limit": limit,
        }
        return connection.scalars(_NEWEST, values).all()


def _row(entry: Entry) -> dict[str, int | str]:
    document = entry.document
    return {
        "number": entry.number,
        "grams": _grams(document),
        "characters": " ".join(sorted(set("".join(document.pieces)))),
    }


def _grams(document: Document) -> str:
    return " ".join(token for piece in document.pieces for token in (*pairs(piece), piece[-1]))


def _match(forms: Iterable[str]) -> str:
    """An FTS5 query; the forms have only letters, digits and %."""
    return " OR ".join(map(_phrase, forms))


def _phrase(form: str) -> str:
    if len(form) == 1:
        return f'characters : "{form}"'
    return f'grams : "{" ".join(pairs(form[:MAX_PHRASE]))}"'
