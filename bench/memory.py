"""Memory of the workers: their peak in a night, and whether one grows over 200 calls."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from statistics import mean

import psutil

from bench.calls import shortest
from bench.processes import MB, WORKER, BenchError
from bench.table import Line, Outcome, Target
from bench.workbench import Workbench
from qa.call import Call
from qa.config import Settings
from qa.nightly.executor import Finished, Task
from qa.nightly.processes import LocalExecutor
from qa.nightly.run import TRANSCRIBER
from qa.nightly.work import Brief
from qa.scoring.standards import load_standards

PEAK = Target("≤", 1.2)
GROWTH = Target("≤", 2)
"""Percent: what an allocator's free lists may sway. A leak of a thousandth of a call's sound
(1 MB a call) would be twenty times as much."""
CYCLE = 5
"""So many different calls, the shortest ones, again and again."""
_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Peaks in the night and the resident memory of one worker after each of many calls."""

    peaks_mb: tuple[float, ...]
    early: int
    late: int
    resident_mb: tuple[float, ...]

    @property
    def growth_percent(self) -> float:
        """From the cycle that ends with the early call to the one that ends with the late one."""
        early, late = self.around(self.early), self.around(self.late)
        return 100 * (late - early) / early

    def around(self, call: int) -> float:
        """Mean over the cycle of different calls that ends with the nth, MB."""
        return mean(self.resident_mb[max(0, call - CYCLE) : call])

    def outcome(self) -> Outcome:
        """Peak and growth."""
        peak = max(self.peaks_mb) / 1000
        workers = f"{len(self.peaks_mb)} workers"
        early, late = (self.resident_mb[n - 1] for n in (self.early, self.late))
        growth = f"growth of one worker, call {self.early} to {self.late}"
        return Outcome(
            lines=(
                Line("peak memory per worker", peak, "GB", PEAK, workers),
                Line(growth, self.growth_percent, "%", GROWTH),
                Line(f"resident after call {self.early}", early, "MB", digits=0),
                Line(f"resident after call {self.late}", late, "MB", digits=0),
            ),
            details=asdict(self),
        )


def memory(bench: Workbench) -> Memory:
    """Look at the night's workers, then work one of them long."""
    early, late = (5, 10) if bench.quick else (20, 200)
    calls = [sample.call for sample in shortest(bench.samples, CYCLE)]
    many = (
        replace(calls[n % len(calls)], call_id=f"{calls[n % len(calls)].call_id}-{n}")
        for n in range(late)
    )
    resident = tuple(_work(bench.settings, list(many)))
    return Memory(bench.night.process.worker_peaks_mb, early, late, resident)


def _work(settings: Settings, calls: Sequence[Call]) -> Iterator[float]:
    """One worker of a night, given one call after another; its resident memory after each, MB."""
    threads = settings.recognition.cpu_threads
    with closing(LocalExecutor(_brief(settings), 1, threads=threads)) as executor:
        while not executor.free:
            executor.wait(_PATIENCE_S)
        worker = _worker()
        for call in calls:
            executor.submit(Task(call, 0))
            outcomes = executor.wait(_PATIENCE_S)
            while not outcomes:
                outcomes = executor.wait(_PATIENCE_S)
            if not isinstance(outcomes[0], Finished) or outcomes[0].judged.failure:
                raise BenchError(f"{call.call_id} was not judged: {outcomes[0]}")
            time.sleep(0.02)  # until the worker waits for its next call
            yield worker.memory_info().rss / MB


def _worker() -> psutil.Process:
    children = psutil.Process().children()
    return next(c for c in children if any(WORKER in part for part in c.cmdline()))


def _brief(settings: Settings) -> Brief:
    standards = load_standards(settings)
    return Brief(
        settings=settings,
        pipeline="bench",
        rulebooks=standards.rulebooks,
        scorecards=standards.scorecards,
        limits={},
        transcriber=TRANSCRIBER,
    )
