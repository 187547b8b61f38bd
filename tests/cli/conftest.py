"""A real database with hand-made calls in it, and the command line run against it."""

import os
from collections.abc import Callable
from pathlib import Path

import hand_made
import pytest
from click.testing import CliRunner, Result
from filled import fill
from own_rulebooks import write_rulebooks

from qa.cli import cli

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and none of the caller's settings."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("EARMARK_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """`run("db", "status")` is `qa db status`."""

    def invoke(*args: str, **environ: str) -> Result:
        return CliRunner().invoke(cli, list(args), env={"COLUMNS": "160", **environ})

    return invoke


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database of three calls: C-1 done, C-2 failed, C-3 mono, at 9, 10 and 11 o'clock."""
    url = f"sqlite:///{tmp_path / 'calls.db'}"
    fill(url, hand_made.done(), hand_made.failed(), hand_made.mono())
    return url


@pytest.fixture
def rulebooks() -> Path:
    """Own rulebooks with a passing and a failing case."""
    folder = Path("rulebooks")
    write_rulebooks(folder)
    return folder
