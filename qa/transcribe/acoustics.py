"""How a turn sounds: level, pitch and its range, speech rate.

Pitch is librosa's YIN (de Cheveigné and Kawahara, 2002) at 8 kHz, frames of 512 samples every
256: 0.03 s for a minute of sound. YIN names a pitch for every frame, so only frames within
`_VOICED_DB` of the turn's loudest count, and a turn needs `_MIN_FRAMES` of them.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from qa.call import Acoustics
from qa.language.units import units
from qa.timeline import Seconds, Span
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio

LOWEST_HZ, HIGHEST_HZ = 65.0, 450.0
"""From a deep male voice to an excited female one."""
_PITCH_RATE_HZ = 8_000
_FRAME, _HOP = 512, 256
_VOICED_DB = 20.0
_MIN_FRAMES = 6
_MIN_RATE_S = 1.0
_MEASURED_S: Seconds = 300.0
"""So much of a turn's voice gives its level and pitch: music on hold may fill an hour."""

Sound = npt.NDArray[np.float32]


def measure_turn(
    audio: Audio, channel: int, speech: Sequence[Span], text: str, language: str
) -> Acoustics:
    """Acoustics over the voiced time of a turn.

    Args:
        audio: the recording.
        channel: the speaker's channel.
        speech: the turn's voiced stretches.
        text: what was said, for the speech rate.
        language: `zh` counts characters, anything else words.
    """
    cuts = [audio.cut(channel, span) for span in _first(speech, _MEASURED_S)]
    sound = np.concatenate(cuts) if cuts else np.zeros(0, dtype=np.float32)
    power = float(np.mean(np.square(sound))) if len(sound) else 0.0
    if power == 0.0:
        return Acoustics()
    pitch = _pitch(sound)
    return Acoustics(
        level_dbfs=10 * float(np.log10(power)),
        pitch_hz=float(np.median(pitch)) if len(pitch) else None,
        pitch_range_st=_range_st(pitch) if len(pitch) else None,
        rate_cpm=_rate_cpm(text, sum(span.duration for span in speech), language),
    )


def _first(speech: Sequence[Span], seconds: Seconds) -> Iterator[Span]:
    for span in speech:
        if seconds <= 0:
            return
        yield Span(span.start, min(span.end, span.start + seconds))
        seconds -= span.duration


def _pitch(sound: Sound) -> npt.NDArray[np.float64]:
    """Fundamental frequency of the voiced frames, Hz; empty when there are too few."""
    import librosa

    narrow = sound[:: SAMPLE_RATE_HZ // _PITCH_RATE_HZ]
    if len(narrow) < _FRAME:
        return np.zeros(0)
    pitch = librosa.yin(
        narrow,
        fmin=LOWEST_HZ,
        fmax=HIGHEST_HZ,
        sr=_PITCH_RATE_HZ,
        frame_length=_FRAME,
        hop_length=_HOP,
        center=False,
    )
    frames = np.lib.stride_tricks.sliding_window_view(narrow, _FRAME)[::_HOP][: len(pitch)]
    level_db = 10 * np.log10(np.mean(np.square(frames), axis=1) + 1e-12)
    at_limit = (pitch <= LOWEST_HZ * 1.02) | (pitch >= HIGHEST_HZ * 0.98)
    voiced: npt.NDArray[np.float64] = pitch[(level_db > level_db.max() - _VOICED_DB) & ~at_limit]
    return voiced if len(voiced) >= _MIN_FRAMES else np.zeros(0)


def _range_st(pitch: npt.NDArray[np.float64]) -> float:
    low, high = np.percentile(pitch, (10, 90))
    return 12 * float(np.log2(high / low))


def _rate_cpm(text: str, speaking_s: Seconds, language: str) -> float | None:
    if speaking_s < _MIN_RATE_S or not text:
        return None
    return units(text, language) * 60 / speaking_s


def voiced_within(speech: Iterable[Span], turn: Span) -> list[Span]:
    """The stretches of a channel's speech that lie in a turn."""
    return [cut for span in speech if (cut := span & turn)]
