"""Who speaks when: speech activity per channel, with the other party's crosstalk removed.

webrtcvad decides each frame; frames no louder than the line's noise or that hold only the other
party's crosstalk are dropped; the rest is smoothed into segments.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import webrtcvad

from qa.config import SpeechOptions
from qa.timeline import Span, union
from qa.transcribe.crosstalk import Frames, Levels, leaked_frames, without_copies
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

_FLOOR_POWER = 10**-9.6
"""−96 dBFS, one 16-bit step: digital silence has no level of its own."""
_NOISE_PERCENTILE = 20
_ABOVE_NOISE_DB = 8.0
"""Noise of a telephone line wanders by a few decibels."""
_BLOCK_FRAMES = 3_000


def speech_activity(audio: Audio, options: SpeechOptions) -> tuple[tuple[Span, ...], ...]:
    """Disjoint, ordered speech segments of each channel, in seconds."""
    levels = [frame_levels(audio, channel, options) for channel in range(audio.channels)]
    voiced = [
        above_noise(voiced_frames(audio, channel, options), levels[channel])
        for channel in range(audio.channels)
    ]
    if audio.channels == 1:
        return (segments(voiced[0], options),)
    own = [
        segments(voiced[c] & ~leaked_frames(levels[c], levels[o], voiced[o], options), options)
        for c, o in ((0, 1), (1, 0))
    ]
    return tuple(without_copies(audio, c, own[c], own[o]) for c, o in ((0, 1), (1, 0)))


def voiced_frames(audio: Audio, channel: int, options: SpeechOptions) -> Frames:
    """webrtcvad's decision for each whole frame of a channel."""
    detector = webrtcvad.Vad(options.aggressiveness)
    length = _frame_length(options)
    bytes_each = 2 * length
    decisions: list[bool] = []
    for block in _blocks(audio, channel, length):
        sound = block.tobytes()
        decisions.extend(
            detector.is_speech(sound[at : at + bytes_each], SAMPLE_RATE_HZ)
            for at in range(0, len(sound), bytes_each)
        )
    return np.array(decisions, dtype=bool)


def above_noise(voiced: Frames, levels: Levels) -> Frames:
    """The voiced frames that are louder than the line's noise.

    webrtcvad holds on for a tenth of a second after a voice has ended: without this, segments
    of the sample calls end 0.10 s late on average, with it 0.00 s.
    """
    if voiced.all():
        return voiced
    noise_db = np.percentile(levels[~voiced], _NOISE_PERCENTILE)
    louder: Frames = voiced & (levels > noise_db + _ABOVE_NOISE_DB)
    return louder


def frame_levels(audio: Audio, channel: int, options: SpeechOptions) -> Levels:
    """Root mean square level of each whole frame of a channel, dBFS."""
    length = _frame_length(options)
    levels = [
        np.mean(np.square(block.astype(np.float32).reshape(-1, length) / 32_768), axis=1)
        for block in _blocks(audio, channel, length)
    ]
    power = np.concatenate(levels) if levels else np.zeros(0)
    decibels: Levels = 10 * np.log10(np.maximum(power, _FLOOR_POWER))
    return decibels


def segments(voiced: Frames, options: SpeechOptions) -> tuple[Span, ...]:
    """Runs of voiced frames, bridged over short pauses, without clicks."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], voiced.astype(np.int8), [0]))))
    frame_s = options.frame_ms / 1000
    runs = (Span(start * frame_s, end * frame_s) for start, end in edges.reshape(-1, 2).tolist())
    bridged = union(runs, bridge=options.bridge_ms / 1000)
    return tuple(span for span in bridged if span.duration * 1000 >= options.min_speech_ms)


def _frame_length(options: SpeechOptions) -> int:
    return SAMPLE_RATE_HZ * options.frame_ms // 1000


def _blocks(audio: Audio, channel: int, length: int) -> Iterator[npt.NDArray[np.int16]]:
    """The channel's whole frames, a block at a time so that four hours fit in memory."""
    whole = len(audio.samples) // length * length
    step = length * _BLOCK_FRAMES
    for at in range(0, whole, step):
        yield np.ascontiguousarray(audio.samples[at : min(at + step, whole), channel])
