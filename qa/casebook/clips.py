"""The sound of cases."""

import io
import wave

from qa.errors import RecordingError
from qa.recordings import Recordings
from qa.timeline import Span
from qa.transcribe.decode import SAMPLE_RATE_HZ, Audio, decode

AROUND_S = 0.5
"""Heard before and after a span, so that no word is cut."""


def decoded(recordings: Recordings, recording: str) -> Audio:
    """A recording, to cut clips from.

    Raises:
        RecordingError: it is missing, forbidden or unreadable.
    """
    with recordings.local(recording) as path:
        return decode(path)


def cut(audio: Audio, span: Span) -> bytes:
    """A span with a little around it as a WAV file: 16 bits, 16 kHz, channels as recorded.

    Raises:
        RecordingError: the recording ends before the span begins.
    """
    start = max(0, round((span.start - AROUND_S) * SAMPLE_RATE_HZ))
    end = round((span.end + AROUND_S) * SAMPLE_RATE_HZ)
    samples = audio.samples[start:end]
    if not len(samples):
        raise RecordingError(
            f"录音只有 {audio.duration_s:.1f} 秒 / the recording ends before {span.start:.1f} s"
        )
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(audio.channels)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()
