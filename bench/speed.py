"""How long a night takes beside plain faster-whisper."""

from dataclasses import asdict, dataclass
from statistics import median

from bench.table import Line, Outcome, Target
from bench.workbench import Workbench

RATIO = Target("≤", 0.40)
MINUTES = Target("≥", 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Wall and processor times of whole processes, both alone on the machine, in turns."""

    audio_s: float
    calls: int
    workers: int
    night_wall_s: tuple[float, ...]
    night_cpu_s: tuple[float, ...]
    plain_wall_s: tuple[float, ...]
    plain_cpu_s: tuple[float, ...]
    plain_load_s: float
    """Included in the wall time, as it is for the night."""
    plain_decode_s: float
    """Included in the wall time, as it is for the night."""

    def outcome(self) -> Outcome:
        """The ratio that is promised and what it is made of."""
        night_s, plain_s = median(self.night_wall_s), median(self.plain_wall_s)
        cpu = median(self.night_cpu_s) / median(self.plain_cpu_s)
        runs = f"{len(self.night_wall_s)} × each"
        return Outcome(
            lines=(
                Line("sample calls", self.audio_s / 60, "min", MINUTES, f"{self.calls} calls", 1),
                Line("night ÷ plain, wall time", night_s / plain_s, "", RATIO, runs, 3),
                Line("night ÷ plain, processor time", cpu, digits=3),
                Line("night, wall time", night_s, "s", note=f"{self.workers} workers", digits=1),
                Line("plain faster-whisper, wall time", plain_s, "s", digits=1),
                Line("night ÷ length of the audio", night_s / self.audio_s, digits=3),
            ),
            details=asdict(self),
        )


def speed(bench: Workbench) -> Speed:
    """Time both; with `thorough` twice, in turns."""
    nights, plains = [bench.night], [bench.plain]
    if bench.thorough:
        nights.append(bench.run_night("night-2"))
        plains.append(bench.run_plain("plain-2"))
    return Speed(
        audio_s=bench.audio_s,
        calls=len(bench.samples),
        workers=bench.night.workers,
        night_wall_s=tuple(run.process.wall_s for run in nights),
        night_cpu_s=tuple(run.process.cpu_s for run in nights),
        plain_wall_s=tuple(run.process.wall_s for run in plains),
        plain_cpu_s=tuple(run.process.cpu_s for run in plains),
        plain_load_s=bench.plain.load_s,
        plain_decode_s=bench.plain.decode_s,
    )
