"""Whether the channels of a recording are what they seem: identical, empty, clipped."""

from collections.abc import Sequence

import numpy as np

from qa.timeline import Span, total
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

_IDENTICAL_DB = -20.0
"""Residual power, after removing what one channel explains of the other, below which both carry
the same sound. Two coded copies of one sound differ by −25 dB or less; crosstalk of −12 dB from
a louder party leaves the party's own voice far above."""
_CLIPPED = 32_700
_BLOCK = SAMPLE_RATE_HZ * 60
_EMPTY_S = 0.3


def identical(audio: Audio) -> bool:
    """Whether both channels carry the same sound, up to level and coding noise."""
    if audio.channels == 1:
        return False
    own = cross = other = 0.0
    for block in _blocks(audio):
        left, right = block[:, 0].astype(np.float64), block[:, 1].astype(np.float64)
        own += float(left @ left)
        other += float(right @ right)
        cross += float(left @ right)
    if own == 0 or other == 0:
        return False
    unexplained = 1 - cross * cross / (own * other)
    return unexplained < 10 ** (_IDENTICAL_DB / 10)


def clipped_share(audio: Audio) -> float:
    """Share of samples at full scale in the worse channel, 0–1."""
    clipped = sum(
        (
            np.count_nonzero(np.abs(block.astype(np.int32)) >= _CLIPPED, axis=0)
            for block in _blocks(audio)
        ),
        start=np.zeros(audio.channels, dtype=np.int64),
    )
    return float(clipped.max()) / len(audio.samples)


def empty_channels(speech: Sequence[Sequence[Span]]) -> tuple[int, ...]:
    """Channels without speech worth the name."""
    return tuple(channel for channel, spans in enumerate(speech) if total(spans) < _EMPTY_S)


def _blocks(audio: Audio) -> list[np.ndarray[tuple[int, ...], np.dtype[np.int16]]]:
    return [audio.samples[at : at + _BLOCK] for at in range(0, len(audio.samples), _BLOCK)]
