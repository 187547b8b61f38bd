"""How long a person waits for `qa --help`."""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.processes import measured
from bench.table import Line, Outcome, Target
from bench.workbench import Workbench

HELP = Target("≤", 0.4)
RUNS = 5


@dataclass(frozen=True, slots=True)
class Starting:
    """Wall times of whole processes."""

    help_s: tuple[float, ...]

    def outcome(self) -> Outcome:
        """The median: the first run reads files from disk, the others from memory."""
        note = f"median of {len(self.help_s)}"
        return Outcome([Line("qa --help", median(self.help_s), "s", HELP, note)], (), asdict(self))


def starting(bench: Workbench) -> Starting:
    """Start the command line a few times."""
    command: list[str | Path] = [Path(sys.executable).parent / "qa", "--help"]
    return Starting(tuple(measured(command, bench.scratch).wall_s for _ in range(RUNS)))
