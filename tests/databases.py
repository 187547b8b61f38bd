"""Databases of both kinds, empty or with the schema: fixtures for the conftests of folders."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from qa.store import Store, open_store, upgrade

DIALECTS = ("sqlite", "postgresql")
_numbers = count()


class Databases:
    """Makes databases of one kind.

    Those with the schema are copies of one that was upgraded (SQLite), or always the same one,
    emptied (PostgreSQL, where a new database costs a thousand files).
    """

    def __init__(self, dialect: str, server: str | None, folder: Path) -> None:
        self._dialect, self._server, self._folder = dialect, server, folder
        self._upgraded: str | None = None

    def empty(self) -> str:
        name = f"earmark_{next(_numbers)}"
        if self._server is None:
            return f"sqlite:///{self._folder / name}.db"
        with psycopg.connect(self._server.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name}")
        return f"{self._server.rsplit('/', 1)[0]}/{name}"

    def upgraded(self) -> str:
        if self._upgraded is None:
            self._upgraded = self.empty()
            upgrade(self._upgraded)
        if self._server is None:
            url = self.empty()
            shutil.copy(self._upgraded.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))
            return url
        with psycopg.connect(self._upgraded.replace("+psycopg", "")) as admin:
            admin.execute("DELETE FROM cases")
            admin.execute("DELETE FROM case_categories WHERE code IS NULL")
            admin.execute("DELETE FROM scorecards")
            admin.execute("DELETE FROM calls")
            admin.execute("DELETE FROM runs")
            admin.execute("DELETE FROM rulebook_publications")
            admin.execute("DELETE FROM rulebook_versions")
            admin.execute("DELETE FROM users")
            admin.execute("TRUNCATE audit, keys, setup_tokens, sign_in_attempts")
        return self._upgraded


@pytest.fixture(scope="session", params=DIALECTS)
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    server = None if request.param == "sqlite" else request.getfixturevalue("postgres_server")
    return Databases(request.param, server, tmp_path_factory.mktemp("databases"))


@pytest.fixture
def empty_url(databases: Databases) -> str:
    """A database without schema; the SQLite file is not there yet."""
    return databases.empty()


@pytest.fixture
def url(databases: Databases) -> str:
    """A database with the schema of this program and no rows; the schema must stay as it is."""
    return databases.upgraded()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url, lock_timeout_s=20)
    yield opened
    opened.close()
