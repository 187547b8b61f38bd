"""Measure all that is promised, in one run on one machine.

    python -m bench [--only speed,accuracy,…] [--quick] [--thorough] [--strict]
    python -m bench --markdown

prints one table and writes bench/results/latest.json; `--markdown` measures nothing and prints
the last run's table for docs/benchmarks.md.
"""

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from rich.console import Console

from bench.accuracy import accuracy
from bench.chromium import in_browser
from bench.inspecting import inspecting
from bench.machine import describe
from bench.memory import memory
from bench.profiling import profile
from bench.replaying import replaying
from bench.satisfaction import satisfaction
from bench.searching import searching
from bench.speed import speed
from bench.starting import starting
from bench.table import Line, Outcome, Result, markdown, show
from bench.teaching import teaching
from bench.timing import timing
from bench.verdicts import verdicts
from bench.workbench import ROOT, Workbench

SECTIONS: Mapping[str, Callable[[Workbench], Result]] = {
    "speed": speed,
    "accuracy": accuracy,
    "profile": profile,
    "verdicts": verdicts,
    "timing": timing,
    "memory": memory,
    "start": starting,
    "replay": replaying,
    "search": searching,
    "workbench": inspecting,
    "browser": in_browser,
    "satisfaction": satisfaction,
    "teaching": teaching,
}
"""In this order: what is timed against something else comes first, on a quiet machine."""
LATEST = ROOT / "bench" / "results" / "latest.json"
READ_SPEECH = ROOT.parent / "shared" / "data" / "speech_zh_dev"
DIALOGUES = ROOT.parent / "shared" / "data" / "stc3" / "dialogues.jsonl"


def main() -> int:
    """The exit code: 1 with --strict when a target was not shown to be met."""
    asked = _arguments()
    if asked.markdown:
        print(_last_table())
        return 0
    with tempfile.TemporaryDirectory(prefix="earmark-bench-") as scratch:
        bench = Workbench(
            Path(scratch),
            asked.read_speech,
            asked.dialogues,
            quick=asked.quick,
            thorough=asked.thorough,
        )
        machine = describe()
        outcomes: list[tuple[str, Outcome]] = []
        for name in asked.only:
            outcomes.append((name, _measure(name, bench)))
            _write(machine, asked, outcomes)  # at once: the rest may take an hour
    show(outcomes, Console(width=None if sys.stdout.isatty() else 160))
    missed = [line for _, outcome in outcomes for line in outcome.lines if line.missed]
    return 1 if asked.strict and missed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__.split("\n")[0])
    parser.add_argument("--only", type=_names, default=list(SECTIONS), metavar="SECTION,…")
    parser.add_argument("--quick", action="store_true", help="few calls: try the bench itself")
    parser.add_argument("--thorough", action="store_true", help="time twice, replay more")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a target is missed")
    parser.add_argument("--markdown", action="store_true", help="print the last table, only")
    parser.add_argument("--read-speech", type=Path, default=READ_SPEECH, metavar="DIR")
    parser.add_argument("--dialogues", type=Path, default=DIALOGUES, metavar="FILE")
    return parser.parse_args()


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if unknown := [name for name in names if name not in SECTIONS]:
        raise argparse.ArgumentTypeError(f"{unknown}: the sections are {', '.join(SECTIONS)}")
    return names


def _measure(name: str, bench: Workbench) -> Outcome:
    """A section that cannot be measured does not stop the others."""
    print(f"{name} …", file=sys.stderr, flush=True)
    try:
        return SECTIONS[name](bench).outcome()
    except Exception as error:
        traceback.print_exc()
        why = f"{type(error).__name__}: {error}".splitlines()[0]
        return Outcome([Line(name, None, note=why, failed=True)])


def _write(
    machine: object, asked: argparse.Namespace, outcomes: Iterable[tuple[str, Outcome]]
) -> None:
    document = {
        "schema": "earmark.bench/1",
        "machine": machine,
        "quick": asked.quick,
        "thorough": asked.thorough,
        "sections": {
            name: {
                "lines": [line.as_json() | {"cells": line.cells()} for line in outcome.lines],
                "details": outcome.details,
            }
            for name, outcome in outcomes
        },
    }
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _last_table() -> str:
    if not LATEST.exists():
        raise SystemExit("no results yet → run python -m bench first")
    document = json.loads(LATEST.read_text("utf-8"))
    sections = document["sections"].items()
    table = markdown((name, [line["cells"] for line in found["lines"]]) for name, found in sections)
    machine = "; ".join(f"{key} {value}" for key, value in document["machine"].items())
    trial = "A trial run of the bench: the figures mean nothing.\n\n" * document["quick"]
    return f"{trial}{machine}\n\n{table}"


if __name__ == "__main__":
    sys.exit(main())
