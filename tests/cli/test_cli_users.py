"""`qa users` and `qa serve`."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from qa.accounts.passwords import Passwords
from qa.accounts.setup_links import opened
from qa.cli import cli, serve
from qa.store import open_store, upgrade
from qa.store.account_values import AuditFilter

Run = Callable[..., Result]
DB = "sqlite:///own.db"
PASSWORD = "a horse named 42"
LINK = re.compile(r"http://\S+/setup\?token=(\S+)")


@pytest.fixture(autouse=True)
def database(folder: Path) -> None:
    upgrade(DB)


def qa(*args: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, [*args, "--db", DB], input=typed, env={"COLUMNS": "160"})


def add(name: str = "li", role: str = "inspector", *more: str) -> Result:
    return qa("users", "add", name, "--role", role, "--password-stdin", *more, typed=PASSWORD)


def usernames() -> dict[str, dict[str, object]]:
    return {each["username"]: each for each in json.loads(qa("users", "list", "--json").stdout)}


def test_an_added_user_is_listed_and_in_the_log() -> None:
    added = add("Li", "lead", "--team", "一组", "--name", "李班长")
    assert added.exit_code == 0
    assert PASSWORD not in added.output
    assert usernames()["li"] == {
        "username": "li",
        "name": "李班长",
        "role": "lead",
        "team": "一组",
        "agent_id": None,
        "email": None,
        "active": True,
        "has_password": True,
    }
    assert "李班长" in qa("users", "list").stdout
    with closing(open_store(DB)) as store:
        ((_, entry),) = store.audit(AuditFilter(), limit=9)
        assert entry.who.startswith("cli:")
        known = store.credentials("li")
        assert known is not None
        assert Passwords().fits(PASSWORD, known.password_hash)


def test_the_password_is_asked_for_twice_and_not_shown() -> None:
    typed = f"{PASSWORD}\n{PASSWORD}\n"
    done = qa("users", "add", "li", "--role", "inspector", typed=typed)
    assert done.exit_code == 0
    assert PASSWORD not in done.output


def test_an_invited_user_has_no_password_but_a_link() -> None:
    done = qa("users", "add", "li", "--role", "inspector", "--invite")
    found = LINK.search(done.output)
    assert found is not None
    assert usernames()["li"]["has_password"] is False
    with closing(open_store(DB)) as store:
        assert opened(store, found[1], datetime.now(UTC)).username == "li"


@pytest.mark.parametrize(
    ("args", "typed", "told"),
    [
        (("users", "add", "li", "--role", "inspector", "--password-stdin"), "short", "10–128"),
        (("users", "add", "li", "--role", "inspector", "--password-stdin"), "", "10–128"),
        (("users", "add", "<li>", "--role", "admin", "--password-stdin"), PASSWORD, "用户名"),
        (("users", "add", "li", "--role", "lead", "--password-stdin"), PASSWORD, "班组"),
        (("users", "disable", "nobody"), None, "no such user"),
        (("users", "passwd", "nobody", "--password-stdin"), PASSWORD, "no such user"),
        (("users", "passwd", "nobody", "--invite"), None, "no such user"),
        (("users", "role", "nobody", "admin"), None, "no such user"),
    ],
)
def test_what_cannot_be_done_is_told(args: tuple[str, ...], typed: str | None, told: str) -> None:
    refused = qa(*args, typed=typed)
    assert refused.exit_code == 2
    assert told in refused.stderr
    assert "Traceback" not in refused.output
    assert usernames() == {}


def test_disabling_enabling_and_another_role() -> None:
    add()
    assert qa("users", "disable", "LI").exit_code == 0
    assert usernames()["li"]["active"] is False
    assert qa("users", "enable", "li").exit_code == 0
    assert qa("users", "role", "li", "agent", "--agent-id", "2008").exit_code == 0
    assert (
        usernames()["li"] | {"active": True, "role": "agent", "agent_id": "2008"}
        == (usernames()["li"])
    )


def test_the_last_administrator_cannot_be_disabled() -> None:
    add("boss", "admin")
    refused = qa("users", "disable", "boss")
    assert refused.exit_code == 2
    assert "last active administrator" in refused.stderr


Started = list[tuple[list[str], Mapping[str, str]]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What would have been started."""
    calls: Started = []
    monkeypatch.setattr(serve, "_start", lambda *given: calls.append(given))
    return calls


def test_the_first_start_prints_a_link_that_makes_the_administrator(started: Started) -> None:
    first = qa("serve", "--port", "9000")
    found = LINK.search(first.stdout)
    assert found is not None
    assert found[0].startswith("http://127.0.0.1:9000/")
    with closing(open_store(DB)) as store:
        assert opened(store, found[1], datetime.now(UTC)).username is None
    ((command, environment),) = started
    assert command[1:4] == ["-m", "streamlit", "run"]
    assert Path(command[4]).name == "app.py"
    assert Path(command[4]).is_file()
    assert "--server.address=127.0.0.1" in command
    assert "--server.port=9000" in command
    assert environment["EARMARK_DB_URL"] == DB


def test_later_starts_print_no_link(started: Started) -> None:
    add("boss", "admin")
    done = qa("serve")
    assert LINK.search(done.stdout) is None
    assert "qa users" in done.stdout
    assert len(started) == 1


def test_serve_upgrades_nothing_silently(started: Started) -> None:
    refused = CliRunner().invoke(cli, ["serve", "--db", "sqlite:///none.db"])
    assert refused.exit_code == 2
    assert "qa db upgrade" in refused.stderr
    assert started == []
    assert not Path("none.db").exists()


def test_the_public_address_is_what_links_begin_with(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("earmark.toml").write_text('[serve]\norigins = ["https://qa.example"]\n')
    assert "https://qa.example/setup?token=" in qa("serve").stdout
