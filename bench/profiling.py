"""Where a night's seconds go, and which share of them is not recognition.

The workers of a run with default settings time their own stages. The whole is the workers'
number times the wall time of the command; what no stage accounts for is starting, waiting and
ending, each found from the moments that the workers noted.
"""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bench.nights import NightRun
from bench.stages import RECOGNITION
from bench.table import Grid, Line, Outcome, Target
from bench.workbench import Workbench

Json = dict[str, Any]
SHARE = Target("≤", 12)
START, MODEL, BETWEEN, END = (
    "start of the run and its workers",
    "loading the model and the lexicon",
    "waiting between calls",
    "waiting at the end",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Seconds of all workers together, by stage."""

    wall_s: float
    workers: int
    stages_s: Mapping[str, float]
    stages_cpu_s: Mapping[str, float]
    cpu_s: float
    """Of all processes."""
    run_s: Mapping[str, float]
    """Of the run's own process, beside the workers."""

    @property
    def whole_s(self) -> float:
        """All workers' time from the start of the command to its end."""
        return self.wall_s * self.workers

    @property
    def other_percent(self) -> float:
        """The share that is not recognition: everything else, waiting included."""
        return 100 * (1 - _recognition(self.stages_s) / self.whole_s)

    @property
    def other_in_calls_percent(self) -> float:
        """The same within calls only: what is left of it in a long night."""
        outside = {START, MODEL, BETWEEN, END}
        in_calls = sum(s for stage, s in self.stages_s.items() if stage not in outside)
        return 100 * (1 - _recognition(self.stages_s) / in_calls)

    def outcome(self) -> Outcome:
        """The share that is promised, and every stage."""
        cpu = 100 * (1 - _recognition(self.stages_cpu_s) / self.cpu_s)
        whole = f"of {self.workers} workers × {self.wall_s:.1f} s"
        lines = (
            Line("not recognition, share of wall time", self.other_percent, "%", SHARE, whole, 1),
            Line("not recognition, within calls", self.other_in_calls_percent, "%", digits=1),
            Line("not recognition, processor time of all processes", cpu, "%", digits=1),
        )
        return Outcome(lines, [self._workers(), self._run()], asdict(self))

    def _workers(self) -> Grid:
        ranked = sorted(self.stages_s.items(), key=lambda stage: -stage[1])
        rows = [(name, f"{s:.2f}", f"{100 * s / self.whole_s:.1f}") for name, s in ranked]
        return Grid("time of the workers", ("stage", "s", "%"), rows)

    def _run(self) -> Grid:
        ranked = sorted(self.run_s.items(), key=lambda stage: -stage[1])
        rows = [(name, f"{s:.2f}") for name, s in ranked]
        return Grid("the run's own process, beside them", ("stage", "s"), rows)


def profile(bench: Workbench) -> Profile:
    """A run of its own with timers, so that the timed run of `speed` has none."""
    night = bench.run_night("night-timed", timed=True)
    folder = bench.scratch / "night-timed"
    workers = [
        [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for file in sorted(folder.glob("*.jsonl"))
    ]
    run = json.loads((folder / "run.json").read_text("utf-8"))
    return _profile(night, workers, run)


def _profile(night: NightRun, workers: list[list[Json]], run: Json) -> Profile:
    wall_s, began = night.process.wall_s, run["ended"] - night.process.wall_s
    walls: defaultdict[str, float] = defaultdict(float)
    cpus: defaultdict[str, float] = defaultdict(float)
    for calls in workers:
        _add(walls, _outside_calls(calls, began, run["ended"]))
        for call in calls:
            _add(walls, call["wall_s"])
            _add(cpus, call["cpu_s"])
    idle = night.workers - len(workers)
    walls[END] += idle * wall_s  # a worker that never got a call
    return Profile(
        wall_s=wall_s,
        workers=night.workers,
        stages_s=dict(walls),
        stages_cpu_s=dict(cpus),
        cpu_s=night.process.cpu_s,
        run_s=run["wall_s"],
    )


def _outside_calls(calls: list[Json], began: float, ended: float) -> dict[str, float]:
    """A worker's seconds before, between and after its calls."""
    first, last = calls[0], calls[-1]
    in_calls = sum(sum(call["wall_s"].values()) for call in calls)
    return {
        START: first["imported"] - began,
        MODEL: first["ready"] - first["imported"],
        BETWEEN: last["ended"] - first["ready"] - in_calls,
        END: ended - last["ended"],
    }


def _add(sums: defaultdict[str, float], more: Mapping[str, float]) -> None:
    for stage, seconds in more.items():
        sums[stage] += seconds


def _recognition(stages: Mapping[str, float]) -> float:
    return sum(stages.get(stage, 0.0) for stage in RECOGNITION)
