"""The shape of a recording, for drawing its waveform."""

import numpy as np
import numpy.typing as npt

from qa.call import Peaks
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

PEAKS_PER_SECOND = 25
"""A stretch of 40 ms: at the usual zoom a pixel or two."""
_FULL_SCALE, _TOP = 32_768, 255
_BLOCK_S = 60
"""The recording lies on disk: it is looked at a minute at a time."""


def peaks_of(audio: Audio) -> Peaks:
    """The loudest sample of every stretch; the last stretch may be shorter."""
    step = SAMPLE_RATE_HZ // PEAKS_PER_SECOND
    rows = _BLOCK_S * SAMPLE_RATE_HZ
    blocks = [
        _loudest(audio.samples[at : at + rows], step) for at in range(0, len(audio.samples), rows)
    ]
    bars = np.concatenate(blocks)
    return Peaks(PEAKS_PER_SECOND, tuple(bars[:, each].tobytes() for each in range(audio.channels)))


def _loudest(samples: npt.NDArray[np.int16], step: int) -> npt.NDArray[np.uint8]:
    """Of shape (stretches, channels)."""
    starts = np.arange(0, len(samples), step)
    top = np.maximum.reduceat(samples, starts).astype(np.int32)
    bottom = np.minimum.reduceat(samples, starts).astype(np.int32)
    loudest = np.maximum(top, -bottom)
    return (loudest * _TOP // _FULL_SCALE).astype(np.uint8)
