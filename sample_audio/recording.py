"""A performed scene written as call centres keep it: G.711 or PCM WAV, MP3, Ogg Opus, MP4."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile
import soxr
from av.container import OutputContainer
from av.video.stream import VideoStream
from scene import Scene
from script import Recording
from telephone import RATE_HZ, Samples

SUFFIX = {"alaw": "wav", "ulaw": "wav", "pcm": "wav", "mp3": "mp3", "opus": "ogg", "mp4": "mp4"}
_WAV = {"alaw": "ALAW", "ulaw": "ULAW", "pcm": "PCM_16"}
_BYTES = {"alaw": 1, "ulaw": 1, "pcm": 2}
_STREAM = {"mp3": ("libmp3lame", "s16p"), "opus": ("libopus", "s16"), "mp4": ("aac", "fltp")}
_OPUS_HZ = 48_000
MAX_LAG_S = 0.01


def write(path: Path, scene: Scene, how: Recording) -> None:
    """Write the recording; a scene that was cut becomes a file that ends too early.

    Raises:
        SystemExit: what a decoder gets back is shifted against what was written.
    """
    if how.codec in _WAV:
        soundfile.write(path, scene.channels, RATE_HZ, _WAV[how.codec], format="WAV")
        _cut(path, scene, how)
        return
    _encode(path, scene.channels, how)
    lag_s = _lag_s(scene.channels, path)
    if abs(lag_s) > MAX_LAG_S:
        raise SystemExit(f"{path.name}: decoded {lag_s * 1000:.1f} ms late")


def _cut(path: Path, scene: Scene, how: Recording) -> None:
    missing_s = len(scene.channels) / RATE_HZ - scene.duration_s
    frame_bytes = _BYTES[how.codec] * scene.channels.shape[1]
    keep = path.stat().st_size - round(missing_s * RATE_HZ) * frame_bytes
    with path.open("r+b") as file:
        file.truncate(keep)


def _encode(path: Path, samples: Samples, how: Recording) -> None:
    codec, sample_format = _STREAM[how.codec]
    rate_hz = _OPUS_HZ if how.codec == "opus" else RATE_HZ
    if rate_hz != RATE_HZ:
        samples = soxr.resample(samples, RATE_HZ, rate_hz)
    layout = "stereo" if samples.shape[1] == 2 else "mono"
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as container:
        camera = _camera(container) if how.codec == "mp4" else None
        stream = container.add_stream(codec, rate=rate_hz, layout=layout, format=sample_format)
        stream.bit_rate = how.bitrate
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        if camera:
            _film(container, camera, len(samples) / rate_hz)
        for frame in _frames(samples, rate_hz, layout, sample_format):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _frames(
    samples: Samples, rate_hz: int, layout: str, sample_format: str
) -> Iterator[av.AudioFrame]:
    scaled = samples.astype(np.float32) if sample_format == "fltp" else _int16(samples)
    for at in range(0, len(scaled), rate_hz):
        block = scaled[at : at + rate_hz]
        planes = block.T if sample_format.endswith("p") else block.reshape(1, -1)
        planes = np.ascontiguousarray(planes)
        frame = av.AudioFrame.from_ndarray(planes, format=sample_format, layout=layout)
        frame.sample_rate, frame.pts = rate_hz, at
        frame.time_base = Fraction(1, rate_hz)
        yield frame


def _int16(samples: Samples) -> np.ndarray:
    return np.round(samples * 32767).astype(np.int16)


def _camera(container: OutputContainer) -> VideoStream:
    stream = container.add_stream("mpeg4", rate=1)
    stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
    stream.bit_rate = 2_000
    stream.codec_context.flags |= av.codec.context.Flags.bitexact
    return stream


def _film(container: OutputContainer, camera: VideoStream, duration_s: float) -> None:
    """A small grey picture that slowly brightens stands in for the customer's camera."""
    for second in range(int(duration_s) + 1):
        grey = np.full((64, 96, 3), 60 + second % 100, np.uint8)
        frame = av.VideoFrame.from_ndarray(grey, format="rgb24").reformat(format="yuv420p")
        frame.pts, frame.time_base = second, Fraction(1, 1)
        container.mux(camera.encode(frame))
    container.mux(camera.encode(None))


def decode(path: Path) -> Samples:
    """What a decoder makes of the file, at 8 kHz, shape (samples, channels)."""
    blocks = []
    with av.open(str(path)) as container:
        layout = container.streams.audio[0].layout.name
        to_float = av.AudioResampler("fltp", layout, RATE_HZ)
        for frame in container.decode(audio=0):
            blocks += [out.to_ndarray() for out in to_float.resample(frame)]
        blocks += [out.to_ndarray() for out in to_float.resample(None)]
    return np.concatenate(blocks, axis=1).T.astype(np.float64)


def _lag_s(written: Samples, path: Path) -> float:
    """Delay of the decoded recording, where it correlates best with what was written."""
    got = decode(path)[:, 0]
    size = 1 << (len(written) + len(got)).bit_length()
    spectrum = np.fft.rfft(got, size) * np.conj(np.fft.rfft(written[:, 0], size))
    best = int(np.argmax(np.fft.irfft(spectrum, size)))
    return (best - size if best > size // 2 else best) / RATE_HZ
