"""Recordings made up for tests: two distinct voices, silence, noise, and any file format."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from qa.timeline import Span
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

Sound = npt.NDArray[np.float64]
"""−1 to 1; (frames,) or (frames, channels)."""
HIGH, LOW = 210.0, 115.0
"""Pitch of the two voices, Hz."""


def voice(seconds: float, pitch_hz: float = HIGH, dbfs: float = -26.0, seed: int = 0) -> Sound:
    """Vowels one after the other, four a second, at telephone bandwidth: no pause in it."""
    draw = np.random.default_rng(seed)
    length = round(seconds * SAMPLE_RATE_HZ)
    time = np.arange(length) / SAMPLE_RATE_HZ
    pitch = pitch_hz * (1 + 0.1 * np.sin(2 * np.pi * 0.7 * time + seed))
    pulses = np.diff(np.floor(np.cumsum(pitch) / SAMPLE_RATE_HZ), prepend=0.0)
    sound = 0.02 * draw.standard_normal(length) + pulses
    step = SAMPLE_RATE_HZ // 4
    parts = [_vowel(sound[at : at + step], draw) for at in range(0, length, step)]
    return levelled(np.concatenate(parts), dbfs)


def _vowel(sound: Sound, draw: np.random.Generator) -> Sound:
    for formant_hz in (draw.uniform(350, 850), draw.uniform(950, 2200), draw.uniform(2400, 3300)):
        angle, radius = 2 * np.pi * formant_hz / SAMPLE_RATE_HZ, 0.97
        sound = lfilter([1.0], [1.0, -2 * radius * np.cos(angle), radius * radius], sound)
    return sound * (0.25 + 0.75 * np.hanning(len(sound) + 2)[1:-1])


def levelled(sound: Sound, dbfs: float) -> Sound:
    """The sound at a root mean square of `dbfs`."""
    return sound * (10 ** (dbfs / 20) / np.sqrt(np.mean(sound**2)))


def noise(seconds: float, dbfs: float = -60.0, seed: int = 9) -> Sound:
    draw = np.random.default_rng(seed)
    return levelled(draw.standard_normal(round(seconds * SAMPLE_RATE_HZ)), dbfs)


def tone(seconds: float, hertz: float = 440.0, rate_hz: int = SAMPLE_RATE_HZ) -> Sound:
    return 0.3 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)


def said(
    spans: Iterable[tuple[float, float]],
    seconds: float,
    pitch_hz: float = HIGH,
    dbfs: float = -26.0,
    noise_dbfs: float = -60.0,
) -> Sound:
    """One party's channel: its voice in each span, line noise everywhere."""
    sound = noise(seconds, noise_dbfs, seed=int(pitch_hz))
    for seed, (start, end) in enumerate(spans):
        at = round(start * SAMPLE_RATE_HZ)
        part = voice(end - start, pitch_hz, dbfs, seed)
        sound[at : at + len(part)] += part
    return sound


def pcm(sound: Sound) -> npt.NDArray[np.int16]:
    return np.clip(np.round(sound * 32_767), -32_768, 32_767).astype(np.int16)


def audio_of(*channels: Sound) -> Audio:
    """What a lossless stereo (mono) file of these channels decodes to."""
    return Audio(pcm(np.stack(channels, axis=1)), SAMPLE_RATE_HZ, truncated=False)


def spans(*pairs: tuple[float, float]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def write(
    path: Path,
    sound: Sound,
    codec: str = "pcm_s16le",
    rate_hz: int = SAMPLE_RATE_HZ,
    bit_rate: int = 0,
    video: bool = False,
) -> Path:
    """Encode `sound`, taken at `rate_hz`, into the container that the file's suffix names."""
    frames = sound.reshape(len(sound), -1)
    layout = {1: "mono", 2: "stereo", 3: "2.1"}[frames.shape[1]]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate_hz, layout=layout)
        assert isinstance(stream, av.AudioStream)
        if bit_rate:
            stream.bit_rate = bit_rate
        picture = _black_picture(container) if video else None
        whole = av.AudioFrame.from_ndarray(pcm(frames).reshape(1, -1), "s16", layout)
        whole.sample_rate = rate_hz
        whole.pts = 0
        whole.time_base = Fraction(1, rate_hz)
        resampler = av.AudioResampler(stream.format, layout, rate_hz, stream.frame_size or 1024)
        for frame in (*resampler.resample(whole), *resampler.resample(None)):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if picture is not None:
            container.mux(picture)
    return path


def _black_picture(container: av.container.OutputContainer) -> list[av.Packet]:
    stream = container.add_stream("mpeg4", rate=5)
    stream.width = stream.height = 64
    stream.pix_fmt = "yuv420p"
    frames = [av.VideoFrame(64, 64, "yuv420p") for _ in range(5)]
    for at, frame in enumerate(frames):
        frame.pts = at
    return [packet for frame in (*frames, None) for packet in stream.encode(frame)]
