"""The command line as a whole: start-up, exit codes, errors, reference pages."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from qa import __version__
from qa.cli import COMMANDS, cli, reference
from qa.cli.failing import Exit
from qa.errors import StoreError

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MAIN = "from qa.cli import main; main()"
HEAVY = ("rich", "pydantic", "sqlmodel", "sqlalchemy", "numpy", "faster_whisper", "pyarrow")


def qa(*args: str, **environ: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environ}
    command = [sys.executable, "-c", MAIN, *args]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


ALL = [
    (context.command_path, command)
    for context, command in reference.commands(cli, click.Context(cli, info_name="qa"))
]


def test_help_names_every_command(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in result.stdout
    assert "呼叫中心录音质检" in result.stdout


def test_help_loads_nothing_heavy() -> None:
    probe = (
        "import sys\nfrom qa.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: pass\n"
        f"sys.exit(' '.join(name for name in {HEAVY!r} if name in sys.modules) or 0)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", probe], env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
    assert done.returncode == 0


def test_help_comes_at_once() -> None:
    def once() -> float:
        start = time.perf_counter()
        assert qa("--help").returncode == 0
        return time.perf_counter() - start

    assert min(once() for _ in range(5)) <= 0.4


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"qa, version {__version__}\n"


@pytest.mark.parametrize(("path", "command"), ALL, ids=[path for path, _ in ALL])
def test_every_command_is_explained_in_both_languages(path: str, command: click.Command) -> None:
    first, second = (command.help or "").split("\n\n")[:2]
    assert first.endswith(".")
    assert first.isascii()
    assert any("\u4e00" <= character <= "\u9fff" for character in second)
    names = {parameter.name for parameter in command.params}
    assert {"config", "debug"} <= names
    undocumented = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert undocumented == []


def test_the_reference_of_commands_is_current() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert page == reference.cli_page(), "run: python -m qa.cli.reference docs"
    for path, _ in ALL:
        assert f"\n## {path}\n" in page


def test_the_reference_of_settings_is_current() -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    assert page == reference.configuration_page(page), "run: python -m qa.cli.reference docs"
    assert "`EARMARK_MODEL`" in page


def test_a_wrong_command_or_option_exits_with_2(run: Run) -> None:
    assert run("nightli").exit_code == 2
    assert run("db", "status", "--nonsense").exit_code == 2
    assert run("show").exit_code == 2


def failing_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr("qa.cli.db.schema_state", fail)


def test_an_error_for_the_user_has_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(monkeypatch, StoreError("calls.db: the disk is full → free some space"))
    result = run("db", "status")
    assert result.exit_code == Exit.CANNOT_START
    assert result.stderr == "错误 / error: calls.db: the disk is full → free some space\n"
    with_debug = run("db", "status", "--debug")
    assert with_debug.exit_code == Exit.CANNOT_START
    assert "Traceback" in with_debug.stderr


def test_a_defect_is_not_mistaken_for_failed_calls(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(monkeypatch, ZeroDivisionError("oops"))
    result = run("db", "status")
    assert result.exit_code == Exit.DEFECT
    assert "ZeroDivisionError: oops" in result.stderr


def test_ctrl_c_exits_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(monkeypatch, KeyboardInterrupt())
    result = run("db", "status")
    assert result.exit_code == Exit.INTERRUPTED
    assert "interrupted" in result.stderr


def test_a_closed_pipe_is_quiet(url: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "EARMARK_DB_URL": url}
    command = [sys.executable, "-c", MAIN, "export", "calls"]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read().decode()
    assert process.returncode == 128 + signal.SIGPIPE
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


def test_output_survives_a_terminal_without_chinese(url: str) -> None:
    done = qa("show", "C-1", EARMARK_DB_URL=url, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "TALK-PROMISE" in done.stdout
