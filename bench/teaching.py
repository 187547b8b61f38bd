"""Training at the size of a company: time and memory, in a process of its own.

python -m bench.teaching dialogues.jsonl 50000
"""

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from bench import rated_dialogues
from bench.processes import measured
from bench.satisfaction import Missing
from bench.table import Line, Outcome, Target
from bench.workbench import ROOT, Workbench
from qa.learning.labels import LOT
from qa.scoring.satisfaction.features import Features
from qa.scoring.satisfaction.labelled import Labelled
from qa.scoring.satisfaction.talk import Talk
from qa.scoring.satisfaction.training import train

DIALOGUES, QUICK = 50_000, 2_000
AGENTS = 200
BEGAN = datetime(2018, 1, 1, tzinfo=UTC)
MINUTES, GIGABYTES = Target("≤", 10), Target("≤", 4)


@dataclass(frozen=True, slots=True)
class Taught:
    """One training."""

    talks: int
    features_s: float
    training_s: float
    peak_mb: float

    def outcome(self) -> Outcome:
        """Time and memory."""
        minutes = (self.features_s + self.training_s) / 60
        lines = [
            Line(f"training on {self.talks:,} dialogues", minutes, "min", MINUTES, digits=1),
            Line("of it, features", self.features_s / 60, "min", digits=1),
            Line("peak memory of it", self.peak_mb / 1000, "GB", GIGABYTES, digits=2),
        ]
        return Outcome(lines, (), asdict(self))


def teaching(bench: Workbench) -> Taught | Missing:
    """Train on many dialogues, made of the rated ones."""
    if not bench.dialogues.is_file():
        return Missing("training on many dialogues", MINUTES, bench.dialogues)
    count = QUICK if bench.quick else DIALOGUES
    command = [sys.executable, "-m", "bench.teaching", str(bench.dialogues), str(count)]
    ran = measured(command, bench.scratch, {"PYTHONPATH": str(ROOT)})
    took = json.loads(ran.output.splitlines()[-1])
    return Taught(count, took["features_s"], took["training_s"], ran.peak_mb)


def _talks(rated: rated_dialogues.Rated, rng: np.random.Generator) -> Iterator[tuple[Talk, float]]:
    """Endless: the first half of one dialogue and the second of another that ended alike."""
    kinds = [np.flatnonzero(rated.dissatisfied == kind) for kind in (False, True)]
    share, at = rated.dissatisfied.mean(), 0
    while True:
        bad = int(rng.random() < share)
        first, second = (rated.talks[row].utterances for row in rng.choice(kinds[bad], 2))
        yield (
            Talk(
                talk_id=f"T{at}",
                utterances=first[: (len(first) + 1) // 2] + second[len(second) // 2 :],
                agent_id=f"A{rng.integers(AGENTS)}",
                customer_id=f"K{at}",
                started_at=BEGAN + timedelta(minutes=at),
            ),
            float(bad),
        )
        at += 1


def _main(path: Path, count: int) -> None:
    made = _talks(rated_dialogues.load(path), np.random.default_rng(0))
    spent = 0.0
    parts, talks, degrees = [], [], []
    while len(talks) < count:
        lot = list(islice(made, min(LOT, count - len(talks))))
        began = time.perf_counter()
        parts.append(Features.of([talk for talk, _ in lot]))
        spent += time.perf_counter() - began
        talks += [replace(talk, utterances=()) for talk, _ in lot]
        degrees += [degree for _, degree in lot]
    began = time.perf_counter()
    features = Features.joined(parts)
    del parts
    train(Labelled(talks, features, np.array(degrees)), 0)
    took = {"features_s": spent, "training_s": time.perf_counter() - began}
    sys.stdout.write(json.dumps(took) + "\n")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
