"""A whole nightly run over sample calls, as a person would start it."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bench.calls import Sample, write_manifest
from bench.processes import BenchError, Measured, measured
from bench.stages import FOLDER_VARIABLE
from qa.scoring.values import JudgedCall
from qa.store import open_store


@dataclass(frozen=True, slots=True)
class NightRun:
    """A finished run and where its results are."""

    process: Measured
    workers: int
    db_url: str
    samples: tuple[Sample, ...]

    def judged(self) -> Iterator[tuple[Sample, JudgedCall]]:
        """Every call with what was made of it.

        Raises:
            BenchError: a call failed.
        """
        with closing(open_store(self.db_url)) as store:
            for sample in self.samples:
                judged = store.load(sample.call.call_id)
                if judged is None or judged.transcript is None or judged.measures is None:
                    why = judged and judged.failure and judged.failure.message
                    raise BenchError(f"{sample.call.call_id} was not judged: {why}")
                yield sample, judged


def run_night(
    samples: Sequence[Sample], manifest: Path, models: Path, folder: Path, *, timed: bool = False
) -> NightRun:
    """`qa nightly` with default settings into a fresh SQLite store in `folder`.

    Args:
        samples: the calls.
        manifest: that lists them, among others.
        models: folder of the weights.
        folder: for the manifest, the database, and with `timed` the times by stage.
        timed: put timers on every stage (bench.stages).
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_manifest(manifest, samples, folder / "manifest.csv")
    url = f"sqlite:///{folder / 'night.db'}"
    variables = {
        "EARMARK_MODELS_DIR": str(models),
        "PYTHONPATH": str(Path(__file__).parents[1]),
        FOLDER_VARIABLE: str(folder),
    }
    qa = [sys.executable, "-m", "bench.stages"] if timed else [Path(sys.executable).parent / "qa"]
    command = [*qa, "nightly", folder / "manifest.csv", "--db", url, "--json"]
    process = measured(command, folder, variables)
    report = json.loads(process.output)
    if report["this_run"]["done"] != len(samples):
        raise BenchError(f"calls failed: {report['failures']} {report['problems']}")
    return NightRun(process, report["workers"], url, tuple(samples))
