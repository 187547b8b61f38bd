"""A real database with hand-made calls in it, and the command line run against it."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import hand_made
import pytest
from click.testing import CliRunner, Result

from qa.cli import cli
from qa.scoring.values import JudgedCall
from qa.store import open_store, upgrade

Run = Callable[..., Result]
NOW = datetime(2018, 5, 8, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """`run("db", "status")` is `qa db status`."""

    def invoke(*args: str, **environ: str) -> Result:
        return CliRunner().invoke(cli, list(args), env={"COLUMNS": "160", **environ})

    return invoke


def fill(url: str, *calls: JudgedCall) -> None:
    upgrade(url)
    with closing(open_store(url)) as store:
        store.ingest([judged.call for judged in calls])
        store.claim([judged.call.call_id for judged in calls], "test", NOW, len(calls))
        for judged in calls:
            store.save(judged, "test", "fingerprint", NOW)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database of three calls: C-1 done, C-2 failed, C-3 mono, at 9, 10 and 11 o'clock."""
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    fill(url, hand_made.done(), hand_made.failed(), hand_made.mono())
    return url
