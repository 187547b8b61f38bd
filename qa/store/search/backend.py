"""What both full-text indexes can do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from qa.store.search.grams import Document


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its number and its call's key."""

    number: int
    call: int
    document: Document


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for, in documents numbered in a range."""

    forms: tuple[str, ...]
    """Folded texts of one character at least; any of them is a hit."""
    lowest: int
    below: int
    role: int | None
    """As numbers of documents have it."""
    business_line: str | None


class SearchBackend(Protocol):
    """A full-text index; the transaction is the caller's."""

    def add(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Index documents."""

    def remove(self, connection: Connection, entries: Iterable[Entry]) -> None:
        """Remove documents, given exactly as they were added."""

    def newest(self, connection: Connection, asked: Asked, limit: int) -> Sequence[int]:
        """The greatest numbers of documents that contain a form, greatest first."""
