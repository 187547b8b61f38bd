"""Connections, and what a database's refusal says, on real databases that refuse."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from stored_calls import NINE, NOW, a_call, a_turn, calls, ids, judged

from qa.errors import SchemaError, StoreError
from qa.store import CallFilter, Store, open_store, tables, upgrade
from qa.store.engine import Database, parse
from qa.store.errors import refusal
from qa.store.rows import to_row
from qa.store.tables.base import Utc


def test_every_sqlite_connection_is_set_up(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.db'}", lock_timeout_s=7)
    with database.reading() as first, database.reading() as second:
        for connection in (first, second):
            found = [
                connection.execute(text(f"PRAGMA {name}")).scalar()
                for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
            ]
            assert found == ["wal", 1, 7000, 1]
    database.close()


def test_lock_timeout_of_postgresql_outlives_a_rolled_back_transaction(
    postgres_server: str,
) -> None:
    database = Database(postgres_server, lock_timeout_s=7)
    with pytest.raises(ZeroDivisionError), database.writing():
        raise ZeroDivisionError
    with database.reading() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar() == "7s"
    database.close()


def test_an_exception_undoes_the_whole_transaction(store: Store, url: str) -> None:
    database = Database(url)
    row = {"started_at": NOW, "options": "{}"}

    def fail_half_way() -> None:
        with database.writing() as connection:
            connection.execute(tables.runs.insert().values(row))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM runs")).scalar() == 0
    database.close()


def test_readers_do_not_wait_for_a_writer(store: Store, url: str) -> None:
    store.ingest(calls(1))
    with _writing(url):
        assert store.call("call-0") == a_call(0)


def test_what_is_read_in_one_transaction_belongs_together(store: Store, url: str) -> None:
    store.ingest(calls(1))
    database = Database(url)
    names = tables.calls.select().with_only_columns(tables.calls.c.agent_name)
    with database.reading() as connection:
        before = connection.scalar(names)
        store.ingest([a_call(0, agent_name="张三")])
        assert connection.scalar(names) == before
    with database.reading() as connection:
        assert connection.scalar(names) == "张三"
    database.close()


def test_a_writer_waits_for_its_turn(store: Store, url: str) -> None:
    store.ingest(calls(1))
    with _locked_call(url) as unlock:
        threading.Timer(0.3, unlock).start()
        assert store.record_attempt("call-0") == 1


def test_a_locked_database_is_named_with_the_way_out(store: Store, url: str) -> None:
    store.ingest(calls(1))
    impatient = open_store(url, lock_timeout_s=0.2)
    with _locked_call(url), pytest.raises(StoreError, match=r"locked.*run the same command again"):
        impatient.record_attempt("call-0")
    assert impatient.record_attempt("call-0") == 1
    impatient.close()


def test_a_full_disk_loses_nothing_that_was_saved(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    upgrade(url)
    store = open_store(url)
    night = calls(3)
    store.ingest(night)
    store.claim(ids(night), "me", NOW, 3)
    store.save(judged(night[0]), "me", "f", NOW)
    _set_max_pages(store, 1)  # SQLite raises it to the pages in use: the disk is full.
    big = judged(night[1], *(a_turn("很长的一段话" * 200, start=i) for i in range(50)))
    with pytest.raises(StoreError) as full:
        store.save(big, "me", "f", NOW)
    assert "the disk is full" in str(full.value)
    assert "x.db" in str(full.value)
    assert isinstance(full.value.__cause__, sqlite3.OperationalError)
    assert store.load("call-0") == judged(night[0])
    assert store.load("call-1") is None
    assert store.lease_owners() == {"me"}
    _set_max_pages(store, 1_000_000)
    store.save(big, "me", "f", NOW)
    assert store.load("call-1") == big
    store.close()


def test_a_database_that_may_not_be_written_to(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.db'}"
    upgrade(url)
    store = open_store(url)
    with store._database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(StoreError, match="may not be written to → check the owner"):
        store.ingest(calls(1))
    store.close()


def test_a_postgresql_user_without_rights(store: Store, url: str, postgres_server: str) -> None:
    if store.dialect == "sqlite":
        return
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE ROLE reader LOGIN")
        admin.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    reader = open_store(url.replace("postgres@", "reader@"))
    assert list(reader.stream(CallFilter())) == []
    with pytest.raises(StoreError, match="may not do that → grant"):
        reader.ingest(calls(1))
    reader.close()


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "calls.db"
    upgrade(f"sqlite:///{file}")
    assert file.exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"file/sub cannot be created"):
        upgrade(f"sqlite:///{tmp_path}/file/sub/calls.db")


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("these are notes, not a database. " * 100)
    with pytest.raises(StoreError, match="not an SQLite database → name another file"):
        open_store(f"sqlite:///{file}")


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}")


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StoreError) as refused:
        open_store("postgresql://qa:geheim@127.0.0.1:1/earmark")
    assert "cannot be reached" in str(refused.value)
    assert "127.0.0.1:1/earmark" in str(refused.value)
    assert "geheim" not in str(refused.value)


def test_a_database_that_the_server_does_not_have(postgres_server: str) -> None:
    with pytest.raises(StoreError, match=r"refuses this user.*nowhere"):
        open_store(f"{postgres_server.removesuffix('/postgres')}/nowhere")


def test_the_meaning_of_codes_that_cannot_be_provoked_here() -> None:
    url = parse("postgresql://qa:geheim@db/earmark")
    said = {
        error: str(refusal(url, error("x")))
        for error in (
            psycopg.errors.DiskFull,
            psycopg.errors.TooManyConnections,
            psycopg.errors.ReadOnlySqlTransaction,
            psycopg.errors.AdminShutdown,
            psycopg.errors.ConnectionFailure,
        )
    }
    assert "disk is full" in said[psycopg.errors.DiskFull]
    assert "no connection left" in said[psycopg.errors.TooManyConnections]
    assert "may not be written" in said[psycopg.errors.ReadOnlySqlTransaction]
    assert "shutting down" in said[psycopg.errors.AdminShutdown]
    assert "was lost" in said[psycopg.errors.ConnectionFailure]
    assert all("geheim" not in text for text in said.values())


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("calls.db", "not a database URL"),
        ("mysql://u:geheim@h/x", "mysql is not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_a_url_that_cannot_be_used(url: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as refused:
        open_store(url)
    assert "sqlite:///file.db" in str(refused.value)
    assert "geheim" not in str(refused.value)
    assert not isinstance(refused.value, SchemaError)


def test_a_text_that_no_database_keeps_is_refused_as_a_whole(store: Store) -> None:
    with pytest.raises(StoreError, match="characters that no database keeps"):
        store.ingest([a_call(0), a_call(1, agent_name="\ud800")])
    assert store.call("call-0") is None


def test_a_time_without_offset_names_no_instant() -> None:
    naive = datetime(2026, 1, 1)
    with pytest.raises(ValueError, match="names no instant"):
        Utc().process_bind_param(naive, None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no offset"):
        to_row(a_call(0, started_at=naive))


def test_times_come_back_aware(store: Store) -> None:
    store.ingest([a_call(0)])
    with store._database.reading() as connection:
        found = connection.execute(tables.calls.select()).mappings().one()["started_at"]
    assert found == NINE
    assert found.tzinfo is UTC


def _set_max_pages(store: Store, pages: int) -> None:
    with store._database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")


@contextmanager
def _writing(url: str) -> Iterator[None]:
    """Somebody else's transaction that has changed the calls but is not committed."""
    database = Database(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE calls SET agent_name = 'x'"))
        yield
    database.close()


@contextmanager
def _locked_call(url: str) -> Iterator[object]:
    """Somebody else's transaction on the call, ended early by what is yielded."""
    if url.startswith("sqlite"):
        other: sqlite3.Connection | psycopg.Connection = sqlite3.connect(
            url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
        )
        other.execute("BEGIN IMMEDIATE")
    else:
        other = psycopg.connect(url.replace("+psycopg", ""))
        other.execute("SELECT * FROM work FOR UPDATE")
    try:
        yield other.rollback
    finally:
        other.rollback()
        other.close()
