"""Whether the channels of a recording are what they seem: identical, empty, clipped."""

from collections.abc import Sequence

import numpy as np

from qa.timeline import Span, total
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

_SAME_LEVEL_DB = 10.0
"""Channels whose levels differ by more are a party and its crosstalk (−12 dB and less)."""
_IDENTICAL_DB = -12.0
"""Residual power, after removing what one channel explains of the other, below which both carry
the same sound. Copies at other levels measured −13 dB and less even after MP3 at 16 kbit/s; two
parties of about one level keep more than −5 dB, crosstalk of −12 dB included."""
_CLIPPED = 32_100
"""Full scale in A-law is 32,256, in µ-law 32,124."""
_BLOCK = SAMPLE_RATE_HZ * 60
_EMPTY_S = 0.3


def identical(audio: Audio) -> bool:
    """Whether both channels carry the same sound, up to level and coding noise."""
    if audio.channels == 1:
        return False
    own = cross = other = 0.0
    for block in _blocks(audio):
        left, right = (block - block.mean(axis=0)).T
        own += float(left @ left)
        other += float(right @ right)
        cross += float(left @ right)
    if own == 0 or other == 0 or abs(10 * np.log10(own / other)) > _SAME_LEVEL_DB:
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
