"""A stretch of a recording, cut out and written as MP3."""

from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
import numpy.typing as npt

from qa.errors import RecordingUnreadable
from qa.timeline import Span
from qa.transcribe.decode import blocks, opened

RATE_HZ = 16_000
"""Every player takes it, and telephone speech has nothing above 4 kHz, wideband above 8 kHz."""
BIT_RATE = 48_000
"""Enough for speech in stereo at this rate; a minute takes 360 kB."""
_FADE_S = 0.02
"""Cut in the middle of a sound, a clip would click."""

_Samples = npt.NDArray[np.int16]
"""Frames × channels."""


def cut(recording: Path, span: Span, target: BinaryIO) -> None:
    """Write what is heard in `span`, which may reach beyond the recording, as MP3.

    The recording is decoded from its start, as transcription does it, so that both mean the
    same moment: where a file has no exact index, seeking would miss it by seconds.

    Raises:
        RecordingUnreadable: it cannot be decoded, or ends before the span begins.
        OSError: `target` cannot be written.
    """
    sound = _heard(recording, span)
    if not len(sound):
        raise RecordingUnreadable(
            f"{recording}: 录音在 {span.start:g} 秒之前就结束了 / ends before the clip begins"
        )
    _write(_faded(sound), target)


def _heard(recording: Path, span: Span) -> _Samples:
    try:
        with recording.open("rb") as file, opened(file) as container:
            if not container.streams.audio:
                raise RecordingUnreadable(f"{recording}: 没有音轨 / no audio track in it")
            return _decoded(container, container.streams.audio[0], span)
    except (av.FFmpegError, OSError) as error:
        raise RecordingUnreadable(
            f"{recording}: 无法读取或解码({error.strerror}) / cannot be read or decoded"
        ) from error


def _decoded(
    container: av.container.InputContainer, stream: av.AudioStream, span: Span
) -> _Samples:
    channels = min(stream.codec_context.channels, 2)
    frame_bytes = channels * np.dtype(np.int16).itemsize
    start, end = (round(max(0.0, at) * RATE_HZ) * frame_bytes for at in (span.start, span.end))
    heard, at = bytearray(), 0
    for block in blocks(container, stream, "stereo" if channels == 2 else "mono", RATE_HZ):
        heard += block[max(0, start - at) : max(0, end - at)]
        at += len(block)
        if at >= end:
            break
    return np.frombuffer(heard, np.int16).reshape(-1, channels)


def _faded(samples: _Samples) -> _Samples:
    length = min(round(_FADE_S * RATE_HZ), len(samples) // 2)
    ramp = np.linspace(0, 1, length)[:, np.newaxis]
    shaped = samples.astype(np.float64)
    shaped[:length] *= ramp
    shaped[len(shaped) - length :] *= ramp[::-1]
    return shaped.astype(np.int16)


def _write(samples: _Samples, target: BinaryIO) -> None:
    layout = "stereo" if samples.shape[1] == 2 else "mono"
    with av.open(target, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=RATE_HZ, layout=layout)
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate = RATE_HZ
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
