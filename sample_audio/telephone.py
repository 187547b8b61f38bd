"""Studio speech made to sound like a telephone line: 8 kHz, 300–3400 Hz, levels, noise, crosstalk.

A frame is 10 ms. A frame is voiced when its root mean square lies at most `FLOOR_DB` below the
loudest frame of the same line of speech; a line is trimmed to its first and last voiced frame,
and pauses up to `BRIDGE_S` inside it count as speech. All of it is measured on the clean line,
before noise and crosstalk are added.
"""

import numpy as np
import soxr
from numpy.typing import NDArray

RATE_HZ = 8_000
FRAME_S = 0.01
FLOOR_DB = 35.0
CLICK_S = 0.12
"""A shorter burst at either end, cut off by silence, is the synthesiser's and not speech."""
CLICK_GAP_S = 0.15
BRIDGE_S = 0.3
"""As the speech activity detector bridges pauses (call-ai-metrics: 0.3 s)."""
CROSSTALK_DELAY_S = 0.002
Samples = NDArray[np.float64]
_FRAME = round(RATE_HZ * FRAME_S)


def amplitude(db: float) -> float:
    """Linear factor of a level difference in decibels."""
    return float(10 ** (db / 20))


def on_the_line(studio: NDArray[np.float32], rate_hz: int, tune: float) -> Samples:
    """Speech as a handset passes it on: retuned, at 8 kHz, band-limited, trimmed."""
    line = soxr.resample(studio.astype(np.float64), rate_hz * tune, RATE_HZ, quality="VHQ")
    return _trimmed(_band(line))


def _band(samples: Samples, low_hz: float = 300.0, high_hz: float = 3400.0) -> Samples:
    taps = np.arange(-128, 129)
    high, low = (2 * f / RATE_HZ * np.sinc(2 * f / RATE_HZ * taps) for f in (high_hz, low_hz))
    return np.convolve(samples, (high - low) * np.hamming(taps.size), mode="same")


def _voiced(samples: Samples) -> NDArray[np.bool_]:
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    rms = np.sqrt((frames**2).mean(axis=1))
    return rms >= rms.max() * amplitude(-FLOOR_DB)


def _trimmed(samples: Samples) -> Samples:
    frames = np.flatnonzero(_voiced(samples))
    bursts = np.split(frames, np.flatnonzero(np.diff(frames) > CLICK_GAP_S / FRAME_S) + 1)
    while len(bursts) > 1 and len(bursts[0]) < CLICK_S / FRAME_S:
        del bursts[0]
    while len(bursts) > 1 and len(bursts[-1]) < CLICK_S / FRAME_S:
        del bursts[-1]
    return samples[bursts[0][0] * _FRAME : (bursts[-1][-1] + 1) * _FRAME]


def activity(samples: Samples) -> list[tuple[float, float]]:
    """Voiced stretches of a line in seconds from its start, pauses up to `BRIDGE_S` bridged."""
    spans: list[tuple[float, float]] = []
    for frame in np.flatnonzero(_voiced(samples)):
        start, end = float(frame * FRAME_S), float((frame + 1) * FRAME_S)
        if spans and start - spans[-1][1] <= BRIDGE_S + 1e-9:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def levelled(samples: Samples, dbfs: float) -> Samples:
    """The line at a root mean square of `dbfs` over its voiced frames."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    rms = np.sqrt((frames[_voiced(samples)] ** 2).mean())
    return samples * (amplitude(dbfs) / rms)


def line_noise(length: int, dbfs: float, draw: np.random.Generator) -> Samples:
    """Hiss of a telephone line whose loudness wanders by a few decibels within seconds."""
    hiss = _band(draw.standard_normal(length))
    knots = draw.uniform(-2.5, 2.5, length // (2 * RATE_HZ) + 2)
    wander = np.interp(np.arange(length) / (2 * RATE_HZ), np.arange(knots.size), knots)
    return hiss / np.sqrt((hiss**2).mean()) * 10 ** ((dbfs + wander) / 20)


def with_crosstalk(own: Samples, other: Samples, db: float) -> Samples:
    """One's own channel with the other party faintly on it, a moment late."""
    late = np.roll(other, round(CROSSTALK_DELAY_S * RATE_HZ))
    return own + amplitude(db) * late
