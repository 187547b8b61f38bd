"""Recordings that tell which second of them is heard."""

from pathlib import Path
from wave import open as open_wave

import av
import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]


def counting(path: Path, seconds: int, channels: int = 2, rate_hz: int = 8000) -> Path:
    """A WAV: in its n-th second a tone of 400 + 50 n Hz; an octave higher in channel 1."""
    time = np.arange(seconds * rate_hz) / rate_hz
    hertz = 400 + 50 * np.floor(time)
    tones = [0.3 * np.sin(2 * np.pi * np.cumsum(hertz * 2**at) / rate_hz) for at in range(channels)]
    with open_wave(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.stack(tones, axis=1) * 32767).astype("<i2").tobytes())
    return path


def heard(path: Path) -> tuple[Sound, int]:
    """The sound of a file, frames × channels, and its rate."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        rate_hz, channels = stream.rate, stream.codec_context.channels
        layout = "stereo" if channels == 2 else "mono"
        resampler = av.AudioResampler("flt", layout, rate_hz)
        parts = [
            made.to_ndarray().reshape(-1, channels)
            for frame in container.decode(stream)
            for made in resampler.resample(frame)
        ]
    return np.concatenate(parts).astype(np.float64), rate_hz


def second_at(sound: Sound, rate_hz: int, at_s: float, channel: int = 0) -> float:
    """Which second of `counting` is heard around `at_s`."""
    around = sound[round((at_s - 0.1) * rate_hz) : round((at_s + 0.1) * rate_hz), channel]
    spectrum = np.abs(np.fft.rfft(around * np.hanning(len(around)), 1 << 16))
    hertz = float(np.argmax(spectrum)) * rate_hz / (1 << 16)
    return (hertz / 2**channel - 400) / 50
