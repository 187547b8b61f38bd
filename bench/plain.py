"""What Earmark is compared with: faster-whisper, called per channel as its README shows.

    python -m bench.plain JOBS RESULT

runs in a process of its own, so that all it needs is counted: start, imports, model, decoding.
"""

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.processes import Measured, measured


@dataclass(frozen=True, slots=True)
class PlainRun:
    """What plain faster-whisper made of some recordings."""

    process: Measured
    load_s: float
    decode_s: float
    texts: tuple[tuple[tuple[str, ...], ...], ...]
    """Segment texts by recording and channel."""


def run_plain(model: Path, recordings: Sequence[Path], folder: Path) -> PlainRun:
    """Transcribe recordings in a fresh process; `folder` is for its files."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs, result = folder / "jobs.json", folder / "result.json"
    jobs.write_text(json.dumps({"model": str(model), "recordings": [str(p) for p in recordings]}))
    variables = {"PYTHONPATH": str(Path(__file__).parents[1])}
    command: list[str | Path] = [sys.executable, "-m", "bench.plain", jobs, result]
    process = measured(command, folder, variables)
    told = json.loads(result.read_text("utf-8"))
    texts = tuple(tuple(map(tuple, channels)) for channels in told["texts"])
    return PlainRun(process, told["load_s"], told["decode_s"], texts)


@dataclass(slots=True)
class _Told:
    load_s: float
    decode_s: float
    texts: list[list[list[str]]]


def _transcribe(model_path: str, recordings: Sequence[str]) -> _Told:
    from faster_whisper import WhisperModel

    began = time.perf_counter()
    model = WhisperModel(model_path, device="cpu", compute_type="int8")
    told = _Told(time.perf_counter() - began, 0.0, [])
    for recording in recordings:
        began = time.perf_counter()
        channels = _channels(recording)
        told.decode_s += time.perf_counter() - began
        told.texts.append([])
        for channel in channels:
            segments, _ = model.transcribe(
                channel, language="zh", vad_filter=True, word_timestamps=True
            )
            told.texts[-1].append([segment.text for segment in segments])
    return told


def _channels(recording: str) -> Sequence[npt.NDArray[np.float32]]:
    import av
    from faster_whisper import decode_audio

    with av.open(recording, metadata_errors="ignore") as container:
        stereo = container.streams.audio[0].codec_context.channels > 1
    return decode_audio(recording, split_stereo=True) if stereo else (decode_audio(recording),)


def main() -> None:
    """The measured process."""
    jobs, result = map(Path, sys.argv[1:])
    job = json.loads(jobs.read_text())
    told = _transcribe(job["model"], job["recordings"])
    result.write_text(json.dumps(asdict(told), ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
