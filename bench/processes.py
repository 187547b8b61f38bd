"""Running a command and measuring it: time, processor time, peak memory of its processes."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from qa.nightly.processes import THREAD_VARIABLES

WORKER = "multiprocessing.spawn"
"""In the command line of a spawned worker."""
_LOOK_EVERY_S = 0.3
MB = 1_000_000


class BenchError(Exception):
    """Something cannot be measured; says what and why."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How a command ran."""

    wall_s: float
    """From starting the process to its end, interpreter and imports included."""
    cpu_s: float
    """Of all its processes."""
    exit_code: int
    peak_mb: float
    """Of its main process."""
    worker_peaks_mb: tuple[float, ...]
    """Of each worker process, in no order."""
    output: str


@dataclass(slots=True)
class _Watch:
    """Follows the peak memory of a process and its descendants."""

    root: int
    peaks_mb: dict[int, float] = field(default_factory=dict)
    workers: set[int] = field(default_factory=set)
    over: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.over.wait(_LOOK_EVERY_S):
            self._look()

    def _look(self) -> None:
        try:
            main = psutil.Process(self.root)
            processes = [main, *main.children(recursive=True)]
        except psutil.Error:
            return
        for process in processes:
            try:
                peak_mb = _peak_mb(process)
                if any(WORKER in part for part in process.cmdline()):
                    self.workers.add(process.pid)
            except (psutil.Error, OSError, ValueError):
                continue
            self.peaks_mb[process.pid] = max(peak_mb, self.peaks_mb.get(process.pid, 0.0))


def measured(
    command: Sequence[str | Path], folder: Path, variables: Mapping[str, str] | None = None
) -> Measured:
    """Run a command in `folder` with Earmark's defaults, whatever the caller's environment says.

    Raises:
        BenchError: it ended with another exit code than 0 or 1 (some calls failed).
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with (folder / "stderr.txt").open("w+b") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=_environment(variables or {}),
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        watch = _Watch(process.pid)
        watching = threading.Thread(target=watch.run, daemon=True)
        watching.start()
        output, _ = process.communicate()
        wall_s = time.perf_counter() - began
        watch.over.set()
        watching.join()
        errors.seek(0)
        complaint = errors.read().decode(errors="replace")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        raise BenchError(f"{command[0]} ended with {process.returncode}: {complaint[-2000:]}")
    return Measured(
        wall_s=wall_s,
        cpu_s=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        exit_code=process.returncode,
        peak_mb=watch.peaks_mb.get(process.pid, 0.0),
        worker_peaks_mb=tuple(sorted(watch.peaks_mb[pid] for pid in watch.workers)),
        output=output.decode(errors="replace"),
    )


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EARMARK_") and name not in THREAD_VARIABLES
    }
    return kept | dict(variables)


def _peak_mb(process: psutil.Process) -> float:
    """Linux remembers each process's peak; elsewhere it is what was seen."""
    status = Path(f"/proc/{process.pid}/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / MB
    return process.memory_info().rss / MB
