"""The run report in its three forms. The golden files are read by people when they change."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_reports import FULL, INTERRUPTED
from rich.console import Console

from qa.nightly.report import FailedCall, RunReport
from qa.nightly.report_json import as_json
from qa.nightly.report_text import SHOWN_ROWS, markdown, terminal

GOLDEN = Path(__file__).parent / "golden"


def on_terminal(report: RunReport, width: int = 160) -> str:
    console = Console(width=width, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(terminal(report))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


@pytest.mark.parametrize(
    ("name", "report"), [("full", FULL), ("interrupted", INTERRUPTED)], ids=["full", "interrupted"]
)
def test_reports_look_as_agreed(name: str, report: RunReport) -> None:
    written = {
        f"{name}.md": markdown(report),
        f"{name}.json": json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n",
        f"{name}.txt": on_terminal(report),
    }
    for file, text in written.items():
        assert text == (GOLDEN / file).read_text("utf-8"), file


def test_exit_codes() -> None:
    fine = replace(FULL, totals=replace(FULL.totals, listed=200, done=200, failed=0, refused=0))
    assert fine.exit_code == 0
    assert replace(fine, totals=replace(fine.totals, refused=1)).exit_code == 1
    assert replace(fine, totals=replace(fine.totals, done=199, failed=1)).exit_code == 1
    assert replace(fine, totals=replace(fine.totals, done=199)).exit_code == 1
    assert INTERRUPTED.exit_code == 130


def test_text_from_manifests_cannot_become_markup() -> None:
    text = markdown(FULL)
    assert "c\\<b\\>18\\|" in text
    assert "[link](" not in text
    assert "多行 说明" in text


def test_text_from_manifests_cannot_become_terminal_markup() -> None:
    evil = replace(FULL, failures=(FailedCall("[red]x[/red]", "timed_out", "[/nope]"),))
    shown = on_terminal(evil)
    assert "[red]x[/red]" in shown
    assert "[/nope]" in shown


def test_the_terminal_cuts_long_lists_and_says_so_markdown_does_not() -> None:
    many = tuple(FailedCall(f"call-{at:03}", "timed_out", "…") for at in range(SHOWN_ROWS + 7))
    report = replace(FULL, failures=many)
    shown = on_terminal(report)
    assert f"call-{SHOWN_ROWS - 1:03}" in shown
    assert f"call-{SHOWN_ROWS:03}" not in shown
    assert "7 more rows" in shown
    assert f"call-{SHOWN_ROWS + 6:03}" in markdown(report)


def test_a_report_fits_a_narrow_terminal() -> None:
    assert max(map(len, on_terminal(FULL, width=80).splitlines())) <= 80
