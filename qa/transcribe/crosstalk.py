"""Telling one's own voice from the other party's, heard through the line.

Two steps, each on what the recording itself shows: frame by frame by level, then stretch by
stretch by likeness, since crosstalk is a faint copy of the other channel.
"""

import numpy as np
import numpy.typing as npt

from qa.config import SpeechOptions
from qa.timeline import Seconds, Span, intersection, total
from qa.transcribe.decode import Audio

_LEAK_PERCENTILE = 20
_LOUD_DB = 15.0
_QUIETER_DB = 6.0
_FAINT_DB = 15.0
_LIKENESS = 0.5
"""Correlation with the other channel: copies measured 0.56–0.97 unless they were also faint,
both parties speaking at once 0.2."""
_LAG_S: Seconds = 0.1
"""Crosstalk arrives at most so much later."""
_COMPARED_S: Seconds = 60.0
"""So much of a stretch decides, from its middle: music on hold may fill an hour."""
_STEP = 2
_SILENT = 1e-12

Frames = npt.NDArray[np.bool_]
Levels = npt.NDArray[np.float64]
Segments = tuple[Span, ...]


def leaked_frames(
    own: Levels, other: Levels, other_voiced: Frames, options: SpeechOptions
) -> Frames:
    """Frames in which a channel holds the other party's voice and not its own, by level.

    How much of the other channel leaks into this one is read off the recording: while the
    other party speaks loudly, this channel's level relative to it is at its lowest when its
    own party is silent. A frame less than `crosstalk_margin_db` above that leak is crosstalk.
    """
    if not other_voiced.any():
        return np.zeros(len(own), dtype=bool)
    loud = other_voiced & (other > np.percentile(other[other_voiced], 90) - _LOUD_DB)
    relative = own - other
    leak_db = float(np.percentile(relative[loud], _LEAK_PERCENTILE))
    threshold_db = min(leak_db + options.crosstalk_margin_db, -options.crosstalk_margin_db / 2)
    return other_voiced & (relative < threshold_db)


def without_copies(audio: Audio, channel: int, own: Segments, other: Segments) -> Segments:
    """A channel's segments less those that are faint copies of the other channel.

    A segment is a copy when the other party speaks through most of it, clearly louder, and it
    is alike in form or far below this channel's own speech level.
    """
    suspects = [span for span in own if total(intersection([span], other)) > span.duration / 2]
    level_db = _own_level_db(audio, channel, [span for span in own if span not in suspects])
    copies = {span for span in suspects if _is_copy(audio, channel, span, level_db)}
    return tuple(span for span in own if span not in copies)


def _is_copy(audio: Audio, channel: int, span: Span, own_level_db: float | None) -> bool:
    span = _middle(span)
    here = audio.cut(channel, span)[::_STEP]
    earlier = Span(max(0.0, span.start - _LAG_S), span.end)
    there = audio.cut(1 - channel, earlier)[::_STEP]
    level_db = _db(here)
    if level_db > _db(there) - _QUIETER_DB:
        return False
    faint = own_level_db is not None and level_db < own_level_db - _FAINT_DB
    return faint or likeness(here, there) >= _LIKENESS


def _middle(span: Span) -> Span:
    """At most `_COMPARED_S` of it."""
    start = (span.start + span.end - _COMPARED_S) / 2
    return span & Span(start, start + _COMPARED_S)


def likeness(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]) -> float:
    """Largest normalised cross-correlation of two sounds over all lags, 0–1."""
    length = len(left) + len(right)
    spectrum = np.fft.rfft(left, length) * np.conj(np.fft.rfft(right, length))
    peak = float(np.abs(np.fft.irfft(spectrum, length)).max())
    return peak / float(np.sqrt((left @ left) * (right @ right)) + _SILENT)


def _own_level_db(audio: Audio, channel: int, spans: list[Span]) -> float | None:
    """Level of what is surely this channel's own speech; None when nothing is."""
    levels = [_db(audio.cut(channel, _middle(span))) for span in spans]
    return float(np.median(levels)) if levels else None


def _db(sound: npt.NDArray[np.float32]) -> float:
    return 10 * float(np.log10(np.mean(np.square(sound)) + _SILENT))
