"""`qa db`."""

import json
from collections.abc import Callable
from pathlib import Path

import hand_made
import psycopg
import pytest
from click.testing import Result
from filled import fill

Run = Callable[..., Result]


def test_upgrade_creates_the_schema_and_then_has_nothing_to_do(run: Run, folder: Path) -> None:
    first = run("db", "upgrade", "--db", "sqlite:///new.db")
    assert first.exit_code == 0
    assert "none →" in first.stdout
    assert (folder / "new.db").exists()
    again = run("db", "upgrade", "--db", "sqlite:///new.db")
    assert again.exit_code == 0
    assert "nothing to do" in again.stdout


def test_status_of_a_missing_database_creates_nothing(run: Run, folder: Path) -> None:
    result = run("db", "status", EARMARK_DB_URL="sqlite:///none.db")
    assert result.exit_code == 1
    assert "qa db upgrade" in result.stdout
    assert not (folder / "none.db").exists()


def test_status_is_json_for_scripts(run: Run, url: str) -> None:
    result = run("db", "status", "--json", "--db", url)
    state = json.loads(result.stdout)
    assert result.exit_code == 0
    assert state["ready"] is True
    assert state["current"] == state["head"]


def test_a_database_that_cannot_be_reached_is_told_without_its_password(run: Run) -> None:
    result = run("db", "status", "--db", "postgresql://me:secret@127.0.0.1:1/none")
    assert result.exit_code == 2
    assert "错误 / error" in result.stderr
    assert "secret" not in result.output
    assert "Traceback" not in result.output


@pytest.mark.slow
def test_the_same_commands_work_on_postgresql(run: Run, postgres_server: str) -> None:
    with psycopg.connect(postgres_server.replace("+psycopg", ""), autocommit=True) as admin:
        admin.execute("CREATE DATABASE earmark_cli")
    url = f"{postgres_server.rsplit('/', 1)[0]}/earmark_cli"
    assert run("db", "status", "--db", url).exit_code == 1
    assert run("db", "upgrade", "--db", url).exit_code == 0
    assert run("db", "status", "--db", url).exit_code == 0
    fill(url, hand_made.done(), hand_made.failed())
    exported = run("export", "calls", "--db", url).stdout.splitlines()
    assert [json.loads(line)["call_id"] for line in exported] == ["C-1", "C-2"]
    assert "TALK-PROMISE" in run("show", "C-1", "--db", url).stdout
    assert "C-1" in run("search", "投诉", "--db", url).stdout
