"""Connections: how they are set up, how transactions begin, how refusals are told.

SQLite runs in WAL mode, so that readers never wait for the writer. A writing transaction
begins with BEGIN IMMEDIATE: it queues for the write lock at once, where waiting is possible,
and not half-way, where SQLite can only give up.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import ArgumentError

from qa.errors import StoreError
from qa.store.errors import refusal, shown

LOCK_TIMEOUT_S = 30.0
"""How long a writer queues. Transactions take milliseconds; half a minute means trouble."""

_WRITES = "earmark_writes"
# SQLite reads from one snapshot anyway; PostgreSQL would take a new one for each statement.
_READING = {"sqlite": {}, "postgresql": {"isolation_level": "REPEATABLE READ"}}


class Cursor(Protocol):
    """What is needed of a driver's cursor."""

    def execute(self, statement: str, /) -> object:
        """Run one statement."""


class DriverConnection(Protocol):
    """What is needed of a driver's connection."""

    def cursor(self) -> Cursor:
        """A new cursor."""

    def commit(self) -> None:
        """End the driver's implicit transaction, so that settings outlive a rollback."""


class Purpose(IntEnum):
    """What writers may queue for: keys of PostgreSQL's advisory locks, any numbers."""

    MIGRATE = 0x6561726D_0001
    INGEST = 0x6561726D_0002
    PLAN = 0x6561726D_0003
    RULEBOOK = 0x6561726D_0004
    DECISION = 0x6561726D_0005
    ACCOUNT = 0x6561726D_0006
    SIGN_IN = 0x6561726D_0007
    CLAIM = 0x6561726D_0008
    EVALUATION = 0x6561726D_0009
    CASEBOOK = 0x6561726D_000A


class Database:
    """An engine for one database, with transactions for reading and for writing."""

    def __init__(self, url: str, *, lock_timeout_s: float = LOCK_TIMEOUT_S) -> None:
        """Connects when first used.

        Raises:
            StoreError: `url` names no database that Earmark can work with.
        """
        self.url = parse(url)
        self.dialect = self.url.get_backend_name()
        self._engine = _engine(self.url, lock_timeout_s)
        self._reader = self._engine.execution_options(**_READING[self.dialect])
        self._writer = self._engine.execution_options(**{_WRITES: True})

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; nothing is written.

        Raises:
            StoreError: the database refuses.
        """
        with self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end, rolled back by any exception.

        Raises:
            StoreError: the database refuses.
        """
        with self._writer.begin() as connection:
            yield connection

    def queue(self, connection: Connection, purpose: Purpose) -> None:
        """Let one writer with this purpose through at a time, until its transaction ends.

        On SQLite all writers queue anyway.
        """
        if self.dialect == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(purpose)))

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()

    def __str__(self) -> str:
        return shown(self.url)


def parse(url: str) -> URL:
    """The URL with its driver, for SQLite files and PostgreSQL.

    Raises:
        StoreError: it is not a URL, or is of another kind of database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"not a database URL → {_FIX}") from error
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise StoreError(f"{shown(parsed)}: {backend} is not supported → {_FIX}")
    if parsed.database in (None, "", ":memory:"):
        raise StoreError(f"{shown(parsed)}: names no file, so nothing would be kept → {_FIX}")
    return parsed.set(drivername="sqlite")


_FIX = "write sqlite:///file.db or postgresql://user@host/name"


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def make_folder(url: URL) -> None:
    """Create the folder of an SQLite file.

    Raises:
        StoreError: it cannot be created.
    """
    file = file_of(url)
    if file is None:
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{shown(url)}: the folder {file.parent} cannot be created → "
            f"choose another place or mend its rights ({error.strerror})"
        ) from error


def _engine(url: URL, lock_timeout_s: float) -> Engine:
    engine = create_engine(
        url, pool_pre_ping=file_of(url) is None, connect_args=_connect_args(url, lock_timeout_s)
    )
    setup = _SETUP[url.get_backend_name()](round(lock_timeout_s * 1000))

    @event.listens_for(engine, "connect")
    def set_up(connection: DriverConnection, _record: object) -> None:
        cursor = connection.cursor()
        for statement in setup:
            cursor.execute(statement)
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # The pool itself replaces a connection that died while idle.
        raise refusal(url, context.original_exception) from context.original_exception

    if url.get_backend_name() == "sqlite":
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _connect_args(url: URL, lock_timeout_s: float) -> dict[str, object]:
    if url.get_backend_name() == "sqlite":
        # No isolation level: BEGIN is sent by `_begin_sqlite`, never by the driver's own guess.
        return {"timeout": lock_timeout_s, "isolation_level": None}
    return {"connect_timeout": 10}


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _sqlite_setup(lock_timeout_ms: int) -> tuple[str, ...]:
    return (
        f"PRAGMA busy_timeout={lock_timeout_ms}",
        "PRAGMA foreign_keys=ON",
        "PRAGMA journal_mode=WAL",
        # In WAL mode a power cut may cost the last commits, never the file's integrity.
        "PRAGMA synchronous=NORMAL",
        # 32 MB of pages; with the default 2 MB every look-up by key in a large store is a read.
        "PRAGMA cache_size=-32000",
    )


def _postgresql_setup(lock_timeout_ms: int) -> tuple[str, ...]:
    return (f"SET lock_timeout={lock_timeout_ms}", "SET timezone='UTC'")


_SETUP = {"sqlite": _sqlite_setup, "postgresql": _postgresql_setup}
