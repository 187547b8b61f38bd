"""Decode anything that FFmpeg reads into 16 kHz samples, in bounded memory.

The samples live in an unlinked temporary file that is mapped into memory, so a recording of
four hours costs disk, not RAM; what is not being looked at is the kernel's to drop.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import numpy.typing as npt

from qa.errors import RecordingUnreadable
from qa.timeline import Seconds, Span
from qa.transcribe.truncation import cut_short

SAMPLE_RATE_HZ = 16_000
"""What the recogniser and the speech activity detector both take."""
MAX_DURATION_S = 4 * 3600
MAX_CHANNELS = 2
_FULL_SCALE = 32_768.0
_TRUNCATED_S = 0.5

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Audio:
    """A decoded recording.

    `samples` has the shape (frames, channels), 16-bit, at `SAMPLE_RATE_HZ`.
    """

    samples: Samples
    source_rate_hz: int
    truncated: bool
    """The file ends before its container says it should."""

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.samples.shape[1])

    @property
    def duration_s(self) -> Seconds:
        """Of what was really decoded."""
        return len(self.samples) / SAMPLE_RATE_HZ

    def cut(self, channel: int, span: Span) -> npt.NDArray[np.float32]:
        """The sound of one channel within `span`, −1 to 1."""
        start, end = (round(at * SAMPLE_RATE_HZ) for at in (span.start, span.end))
        return self.samples[start:end, channel].astype(np.float32) / _FULL_SCALE


def decode(path: Path) -> Audio:
    """Read the first audio track of a recording, of a video as well.

    Raises:
        RecordingUnreadable: empty, not audio, no samples, more than two channels, or longer
            than four hours; or the disk is full.
    """
    try:
        if path.stat().st_size == 0:
            raise RecordingUnreadable(
                f"{path}: the file is empty (0 bytes) → export the recording anew"
            )
        with path.open("rb") as file, opened(file) as container:
            if not container.streams.audio:
                raise RecordingUnreadable(f"{path}: no audio track in it → name an audio file")
            return _read(path, container, container.streams.audio[0])
    except av.FFmpegError as error:
        raise RecordingUnreadable(
            f"{path}: not a recording that FFmpeg can decode ({error.strerror}) → "
            "check that the file is complete and really audio"
        ) from error
    except OSError as error:
        raise RecordingUnreadable(
            f"{path}: cannot be read, or its sound not kept in {tempfile.gettempdir()} "
            f"({error.strerror}) → check the file and the free space there"
        ) from error


def opened(file: BinaryIO) -> av.container.InputContainer:
    """The recording alone: a playlist must not make FFmpeg read files that it names."""
    return av.open(file, "r", metadata_errors="ignore", options={"protocol_whitelist": "none"})


def _read(path: Path, container: av.container.InputContainer, stream: av.AudioStream) -> Audio:
    channels = stream.codec_context.channels
    if channels > MAX_CHANNELS:
        raise RecordingUnreadable(
            f"{path}: {channels} channels; a call has 1 or 2 → mix it down, one party a channel"
        )
    layout = "stereo" if channels == MAX_CHANNELS else "mono"
    with tempfile.TemporaryFile(prefix="earmark-") as scratch:
        written = 0
        for block in blocks(container, stream, layout, SAMPLE_RATE_HZ):
            scratch.write(block)
            written += len(block)
            if written > MAX_DURATION_S * SAMPLE_RATE_HZ * channels * 2:
                raise RecordingUnreadable(f"{path}: longer than 4 hours → split it")
        if not written:
            raise RecordingUnreadable(f"{path}: there are no samples in it → export it anew")
        scratch.flush()
        samples = np.memmap(scratch, dtype=np.int16, mode="r").reshape(-1, channels)
    duration_s = len(samples) / SAMPLE_RATE_HZ
    declared_s = _declared_s(container, stream) or 0.0
    missing = declared_s - duration_s > max(_TRUNCATED_S, 0.01 * declared_s)
    return Audio(samples, stream.codec_context.sample_rate, missing or cut_short(path))


def blocks(
    container: av.container.InputContainer, stream: av.AudioStream, layout: str, rate_hz: int
) -> Iterator[bytes]:
    """Interleaved 16-bit samples at `rate_hz`, however often the coding changes."""
    coding, resampler = None, None
    for frame in _frames(container, stream):
        frame.pts = None
        if coding != (coding := (frame.format.name, frame.layout.name, frame.sample_rate)):
            yield from _sound(resampler, None)
            resampler = av.AudioResampler(format="s16", layout=layout, rate=rate_hz)
        yield from _sound(resampler, frame)
    yield from _sound(resampler, None)


def _sound(resampler: av.AudioResampler | None, frame: av.AudioFrame | None) -> Iterator[bytes]:
    for resampled in resampler.resample(frame) if resampler else ():
        yield resampled.to_ndarray().tobytes()


def _frames(
    container: av.container.InputContainer, stream: av.AudioStream
) -> Iterator[av.AudioFrame]:
    """What can be decoded: damage costs its own packets, not what comes after them."""
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
            if packet is None:
                return
            yield from packet.decode()
        except (av.InvalidDataError, av.EOFError):
            continue


def _declared_s(container: av.container.InputContainer, stream: av.AudioStream) -> Seconds | None:
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration is not None else None
