"""What the sections share: the sample calls, and one night and one plain run over them."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.calls import Sample, load_samples, shortest
from bench.nights import NightRun, run_night
from bench.plain import PlainRun, run_plain
from qa.config import Settings

ROOT = Path(__file__).parents[1]
QUICK_CALLS = 3


@dataclass
class Workbench:
    """One invocation of the bench.

    Args:
        scratch: a folder for databases and intermediate files.
        read_speech: a folder of read Mandarin with an `index.tsv`; it need not exist.
        dialogues: a file of rated dialogues, a JSON object a line; it need not exist.
        quick: try the bench itself, on few calls; its figures mean nothing.
        thorough: repeat what is timed.
    """

    scratch: Path
    read_speech: Path
    dialogues: Path
    quick: bool = False
    thorough: bool = False

    @property
    def settings(self) -> Settings:
        """The defaults."""
        return Settings(models_dir=ROOT / "models")

    @property
    def model(self) -> Path:
        """Folder of the weights that both sides use."""
        return self.settings.models_dir / self.settings.recognition.model

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The calls to measure on."""
        every = load_samples(ROOT / "sample_audio")
        return shortest(every, QUICK_CALLS) if self.quick else every

    @cached_property
    def audio_s(self) -> float:
        """Length of the calls, each counted once however many channels it has."""
        return sum(sample.truth.duration_s for sample in self.samples)

    @cached_property
    def night(self) -> NightRun:
        """The first run of Earmark, which every section that needs one looks at."""
        return self.run_night("night-1")

    @cached_property
    def plain(self) -> PlainRun:
        """The first run of plain faster-whisper."""
        return self.run_plain("plain-1")

    def run_night(self, name: str, *, timed: bool = False) -> NightRun:
        """A run into a store of its own."""
        manifest = ROOT / "sample_audio" / "manifest.csv"
        folder = self.scratch / name
        return run_night(self.samples, manifest, self.settings.models_dir, folder, timed=timed)

    def run_plain(self, name: str) -> PlainRun:
        """Plain faster-whisper over the same calls."""
        recordings = [sample.path for sample in self.samples]
        return run_plain(self.model, recordings, self.scratch / name)
