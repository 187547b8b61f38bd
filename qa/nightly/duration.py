"""How long a recording and the work on it may take."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from qa.timeline import Seconds

LOWEST_BYTES_PER_S = 600
"""AMR's lowest rate of 4.75 kbit/s: no telephone recording is smaller for its length."""
USUAL_BYTES_PER_S = {
    ".wav": 16_000,  # G.711, two channels
    ".mp3": 4_000,
    ".m4a": 4_000,
    ".ogg": 3_000,
    ".opus": 3_000,
    ".amr": 1_000,
}
"""What recordings of calls usually need, by suffix."""
VIDEO = frozenset((".mp4", ".mkv", ".mov", ".avi", ".webm"))
"""A picture may need any number of bytes a second, so here the header is read."""
LONGEST_S: Seconds = 4 * 3600
"""Longer recordings are refused when decoded."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait before work counts as hung. Generous: it must never hit honest work."""

    start_s: Seconds = 900
    """For a worker to load its model and compile what it needs."""
    base_s: Seconds = 300
    """For any call, on top of the rest."""
    fetch_bytes_per_s: float = 100_000
    """For a remote recording to be copied."""
    per_audio_s: float = 20
    """Seconds of work per second of sound: the largest model on one slow core."""

    def to_open(self, size_bytes: int) -> Seconds:
        """Until a recording of this size is on this machine and open."""
        return self.base_s + size_bytes / self.fetch_bytes_per_s

    def to_judge(self, duration_s: Seconds | None, size_bytes: int) -> Seconds:
        """From then on, until the call is judged."""
        likely = size_bytes / LOWEST_BYTES_PER_S if duration_s is None else duration_s
        return self.base_s + self.per_audio_s * min(likely, LONGEST_S)


GENEROUS = Patience()


def likely_s(recording: str, size_bytes: int) -> Seconds:
    """A guess at the length of a recording that was not opened yet, to put long calls first."""
    suffix = PurePosixPath(recording).suffix.lower()
    declared = declared_s(Path(recording)) if suffix in VIDEO else None
    return declared or size_bytes / USUAL_BYTES_PER_S.get(suffix, 16_000)


def declared_s(path: Path) -> Seconds | None:
    """The duration that a recording's header declares; None when it declares none."""
    import av

    try:
        with av.open(str(path), metadata_errors="ignore") as container:
            return container.duration / av.time_base if container.duration else None
    except (av.FFmpegError, OSError, ValueError):
        return None
