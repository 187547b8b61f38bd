"""`qa nightly`: from the command to the exit code."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result
from hand_made import RULEBOOK

from qa.cli import nightly as command
from qa.nightly.run import Night

Run = Callable[..., Result]
ROOT = Path(__file__).parents[2]
SCRIPTED = ROOT / "tests/nightly"
"""A transcriber that takes scripts for recordings lives there."""
FACTORY = "scripted:Scripted"
GOOD = {"one": "say 30 您好,请问有什么可以帮您", "two": "say 40 喂,什么事"}


def manifest(scripts: Mapping[str, str]) -> str:
    Path("rulebooks").mkdir(exist_ok=True)
    Path("rulebooks/inbound.yaml").write_text(RULEBOOK, encoding="utf-8")
    with Path("manifest.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["call_id", "recording", "started_at", "business_line", "agent_id"])
        for day, (name, script) in enumerate(scripts.items(), start=1):
            Path(f"{name}.txt").write_text(script, encoding="utf-8")
            writer.writerow([name, f"{name}.txt", f"2018-05-0{day}T09:00:00", "inbound", "A-1"])
    return "manifest.csv"


@pytest.fixture
def nightly(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`qa nightly` with scripts for recordings."""
    monkeypatch.syspath_prepend(str(SCRIPTED))
    monkeypatch.setattr(command, "Night", partial(Night, transcriber=FACTORY))
    options = ("--rulebooks", "rulebooks", "--workers", "1", "--db", "sqlite:///night.db")
    return lambda *args: run("nightly", *options, *args)


@pytest.mark.slow
def test_the_first_run_creates_the_database_and_the_next_has_nothing_to_do(
    nightly: Run, run: Run
) -> None:
    first = nightly(manifest(GOOD))
    assert first.exit_code == 0, first.output
    assert "耳唛夜间质检报告" in first.stdout
    exported = run("export", "calls", "--db", "sqlite:///night.db")
    records = [json.loads(line) for line in exported.stdout.splitlines()]
    assert [record["call_id"] for record in records] == ["one", "two"]
    assert [record["status"] for record in records] == ["done", "done"]
    again = nightly("manifest.csv", "--json")
    assert again.exit_code == 0
    planned = json.loads(again.stderr.splitlines()[0])
    assert (planned["event"], planned["calls"], planned["due"]) == ("planned", 2, 0)


@pytest.mark.slow
def test_a_failed_call_makes_exit_code_1_and_can_be_tried_again(nightly: Run) -> None:
    listed = manifest({**GOOD, "bad": "unreadable"})
    failed = nightly(listed, "--json")
    assert failed.exit_code == 1
    report = json.loads(failed.stdout)
    assert report["exit_code"] == 1
    assert "bad" in failed.stderr
    Path("bad.txt").write_text("say 20 您好", encoding="utf-8")
    assert nightly(listed, "--retry-failed").exit_code == 0


@pytest.mark.slow
def test_reports_are_written_by_their_suffix(nightly: Run) -> None:
    result = nightly(manifest(GOOD), "--report", "night.md", "--report", "night.json")
    assert result.exit_code == 0
    assert Path("night.md").read_text(encoding="utf-8").startswith("# ")
    assert json.loads(Path("night.json").read_text(encoding="utf-8"))["exit_code"] == 0


@pytest.mark.parametrize("report", ["night.pdf", "missing/night.md"])
def test_a_report_that_cannot_be_written_is_refused_before_the_work(
    nightly: Run, report: str
) -> None:
    result = nightly(manifest(GOOD), "--report", report)
    assert result.exit_code == 2
    assert report in result.stderr
    assert not Path("night.db").exists()


@pytest.mark.slow
def test_a_date_takes_the_calls_of_that_day(nightly: Run) -> None:
    result = nightly(manifest(GOOD), "--date", "2018-05-02", "--json")
    assert json.loads(result.stdout)["calls"]["listed"] == 1
    assert nightly("manifest.csv", "--date", "2018-02-30").exit_code == 2


def test_a_database_of_another_schema_is_refused_with_the_command_to_run(nightly: Run) -> None:
    Path("night.db").touch()
    result = nightly(manifest(GOOD))
    assert result.exit_code == 2
    assert "qa db upgrade" in result.stderr


@pytest.mark.parametrize(
    ("args", "complaint"),
    [
        (("missing.csv",), "missing.csv"),
        (("manifest.csv", "--workers", "-1"), "workers"),
        (("manifest.csv", "--scorecards", "nowhere"), "nowhere"),
    ],
)
def test_what_cannot_start_says_why(nightly: Run, args: tuple[str, ...], complaint: str) -> None:
    manifest(GOOD)
    result = nightly(*args)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_wrong_rows_are_reported_and_the_good_ones_done(nightly: Run) -> None:
    manifest(GOOD)
    with Path("manifest.csv").open("a", encoding="utf-8") as file:
        file.write("three,three.txt,yesterday,inbound,A-1\n")
    result = nightly("manifest.csv", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["calls"]["done"] == 2
    assert "yesterday" in result.stdout


@pytest.mark.slow
def test_ctrl_c_ends_with_130_and_keeps_what_was_done() -> None:
    manifest({f"call{n}": "slow 1 say 30 您好" for n in range(1, 9)})
    program = (
        "from functools import partial; from qa.cli import cli, nightly as n; "
        f"n.Night = partial(n.Night, transcriber={FACTORY!r}); cli()"
    )
    env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{SCRIPTED}"}
    args = ("nightly", "manifest.csv", "--rulebooks", "rulebooks", "--workers", "1", "--json")
    with subprocess.Popen(
        [sys.executable, "-c", program, *args],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if json.loads(line)["event"] == "finished":
                process.send_signal(signal.SIGINT)
                break
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    report = json.loads(out)
    assert report["interrupted"] is True
    assert 1 <= report["calls"]["done"] < 8
