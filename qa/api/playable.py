"""Recordings as Chromium can play them, each converted or fetched once."""

from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from wave import Wave_write
from wave import open as open_wave

import av

from qa.api import g711
from qa.errors import RecordingUnreadable
from qa.keeping import Keeping
from qa.recordings import Recordings, is_url
from qa.transcribe.decode import blocks, opened

_MB = 1 << 20
_PCM = ("pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le")
_PLAYABLE = {
    "mp3": ("audio/mpeg", ("mp3",)),
    "wav": ("audio/wav", _PCM),
    "ogg": ("audio/ogg", ("vorbis", "opus", "flac")),
    "mov": ("audio/mp4", ("aac", "mp3", "flac", "opus")),
    "flac": ("audio/flac", ("flac",)),
    "matroska": ("audio/webm", ("opus", "vorbis")),
    "aac": ("audio/aac", ("aac",)),
}
"""By the first name of FFmpeg's container: media type and codecs."""
WAV = "audio/wav"


class Playback:
    """Files for the browser: the recordings themselves where possible, or else copies.

    Copies are named by place and fingerprint.
    """

    def __init__(self, recordings: Recordings, kept: Keeping) -> None:
        self._recordings, self._kept = recordings, kept

    def file(self, recording: str) -> tuple[Path, str]:
        """A file on this machine and its media type.

        Raises:
            RecordingError: it is missing, forbidden, or cannot be decoded.
        """
        name = self._name(recording)
        with self._kept.lock(name):
            copy = self._kept.found(name)
            if copy is not None:
                return copy, "audio/" + copy.suffix[1:]
            with self._recordings.local(recording) as path:
                kind = media_type(path)
                if kind is not None and not is_url(recording):
                    return path, kind
                ending = (kind or WAV).removeprefix("audio/")
                copy = self._kept.keep(f"{name}.{ending}", partial(_write, path, kind))
                return copy, kind or WAV

    def _name(self, recording: str) -> str:
        found = self._recordings.fingerprint(recording)
        return sha256(f"{recording}\0{found}".encode()).hexdigest()


def media_type(path: Path) -> str | None:
    """The media type of what Chromium can play as it is; None when it has to be decoded.

    Raises:
        RecordingUnreadable: FFmpeg cannot read it either.
    """
    try:
        with path.open("rb") as file, opened(file) as container:
            if not container.streams.audio:
                raise _unreadable(path)
            name = container.format.name.partition(",")[0]
            codec = container.streams.audio[0].codec_context.name
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(path) from error
    kind, codecs = _PLAYABLE.get(name, (WAV, ()))
    return kind if codec.removesuffix("float") in codecs else None


def _write(path: Path, kind: str | None, target: BinaryIO) -> None:
    if kind is not None:
        with path.open("rb") as source:
            while block := source.read(_MB):
                target.write(block)
    elif not g711.convert(path, target):
        _decode(path, target)


def _decode(path: Path, target: BinaryIO) -> None:
    """16-bit WAV at the recording's own rate."""
    try:
        with path.open("rb") as file, opened(file) as container:
            stream = container.streams.audio[0]
            channels = min(stream.codec_context.channels, 2)
            rate_hz = stream.codec_context.sample_rate
            with open_wave(target, "wb") as wave:
                _set_up(wave, channels, rate_hz)
                layout = "stereo" if channels == 2 else "mono"
                for block in blocks(container, stream, layout, rate_hz):
                    wave.writeframesraw(block)
    except av.FFmpegError as error:
        raise _unreadable(path) from error


def _set_up(wave: Wave_write, channels: int, rate_hz: int) -> None:
    wave.setnchannels(channels)
    wave.setsampwidth(2)
    wave.setframerate(rate_hz)


def _unreadable(path: Path) -> RecordingUnreadable:
    return RecordingUnreadable(f"{path}: 不是可播放的录音 / no recording that can be played")
