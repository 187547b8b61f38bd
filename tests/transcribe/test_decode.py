"""Whatever a call centre records with comes out as 16 kHz samples, or as a clear error."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soxr
from full_disk import files_of_at_most
from made_audio import LOW, SAMPLE_RATE_HZ, Sound, pcm, said, tone, write

from qa.errors import RecordingUnreadable
from qa.timeline import Span
from qa.transcribe import decode as decoding
from qa.transcribe.decode import decode

FORMATS = {
    "PCM WAV": ("wav", "pcm_s16le", (8000, 16_000, 44_100)),
    "A-law WAV": ("wav", "pcm_alaw", (8000,)),
    "µ-law WAV": ("wav", "pcm_mulaw", (8000,)),
    "MP3": ("mp3", "libmp3lame", (8000, 44_100)),
    "Ogg Opus": ("ogg", "libopus", (8000, 48_000)),
    "FLAC": ("flac", "flac", (8000,)),
    "M4A": ("m4a", "aac", (16_000,)),
}
CASES = [
    pytest.param(suffix, codec, rate, id=f"{name} {rate}")
    for name, (suffix, codec, rates) in FORMATS.items()
    for rate in rates
]
EACH_WAY_TO_CUT = pytest.mark.parametrize(
    ("suffix", "codec"),
    [("wav", "pcm_s16le"), ("wav", "pcm_alaw"), ("mp3", "libmp3lame"), ("ogg", "libopus")],
)


def at_8k(*channels: Sound) -> Sound:
    return soxr.resample(np.stack(channels, axis=1), SAMPLE_RATE_HZ, 8000)


DIALOGUE = np.stack([said([(0.5, 1.5)], 3), said([(1.8, 2.6)], 3, LOW)], axis=1)
LONGER = at_8k(said([(0.5, 5.5)], 6), said([(0.5, 5.5)], 6, LOW))


def level(sound: Sound) -> float:
    return float(np.sqrt(np.mean(np.square(sound))))


@pytest.mark.parametrize(("suffix", "codec", "rate_hz"), CASES)
@pytest.mark.parametrize("channels", [1, 2])
def test_reads_format_rate_and_channels(
    tmp_path: Path, suffix: str, codec: str, rate_hz: int, channels: int
) -> None:
    original = soxr.resample(DIALOGUE[:, :channels], SAMPLE_RATE_HZ, rate_hz)
    audio = decode(write(tmp_path / f"call.{suffix}", original, codec, rate_hz))
    assert audio.channels == channels
    assert audio.duration_s == pytest.approx(3.0, abs=0.1)
    assert audio.source_rate_hz == (48_000 if codec == "libopus" else rate_hz)
    assert not audio.truncated


@pytest.mark.parametrize(("suffix", "codec", "rate_hz"), CASES)
def test_keeps_parties_times_and_levels_apart(
    tmp_path: Path, suffix: str, codec: str, rate_hz: int
) -> None:
    original = soxr.resample(DIALOGUE, SAMPLE_RATE_HZ, rate_hz)
    audio = decode(write(tmp_path / f"call.{suffix}", original, codec, rate_hz))
    first, second = Span(0.55, 1.45), Span(1.85, 2.55)
    before, between = Span(0.1, 0.45), Span(1.55, 1.75)
    assert level(audio.cut(0, first)) == pytest.approx(0.05, rel=0.3)
    assert level(audio.cut(1, second)) == pytest.approx(0.05, rel=0.3)
    for channel, quiet in ((0, second), (1, first), (0, before), (1, before), (0, between)):
        assert level(audio.cut(channel, quiet)) < 0.01


def test_reads_the_audio_track_of_a_video(tmp_path: Path) -> None:
    audio = decode(write(tmp_path / "witness.mp4", DIALOGUE[:, 0], "aac", video=True))
    assert audio.channels == 1
    assert audio.duration_s == pytest.approx(3.0, abs=0.1)
    assert level(audio.cut(0, Span(0.6, 1.4))) > 10 * level(audio.cut(0, Span(1.7, 2.9)))


def test_a_wave_file_is_decoded_exactly(tmp_path: Path) -> None:
    audio = decode(write(tmp_path / "call.wav", DIALOGUE))
    assert np.array_equal(audio.samples, pcm(DIALOGUE))


def test_a_cut_ends_where_the_recording_ends(tmp_path: Path) -> None:
    audio = decode(write(tmp_path / "call.wav", tone(1.0)))
    assert len(audio.cut(0, Span(0.9, 5.0))) == SAMPLE_RATE_HZ // 10
    assert len(audio.cut(0, Span(3.0, 5.0))) == 0


def error_of(path: Path) -> str:
    with pytest.raises(RecordingUnreadable) as caught:
        decode(path)
    assert str(path) in str(caught.value)
    assert "→" in str(caught.value)
    return str(caught.value)


def test_three_channels_are_refused_by_number(tmp_path: Path) -> None:
    three = np.stack([tone(0.5)] * 3, axis=1)
    assert "3 channels" in error_of(write(tmp_path / "call.wav", three))


def test_an_empty_file_is_called_empty(tmp_path: Path) -> None:
    (tmp_path / "call.wav").touch()
    assert "empty" in error_of(tmp_path / "call.wav")


@pytest.mark.parametrize(
    "content",
    [
        "这不是录音,是文字。\n".encode() * 200,
        b"<html><body>404 Not Found</body></html>",
        b"1\n00:00:00,000 --> 00:00:02,000\nsubtitles\n",
        bytes(50_000),
        np.random.default_rng(0).integers(0, 256, 50_000, dtype=np.uint8).tobytes(),
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
    ],
    ids=["text", "html", "subtitles", "zeros", "noise", "half a header"],
)
@pytest.mark.parametrize("suffix", ["wav", "mp3"])
def test_what_is_not_audio_is_refused(tmp_path: Path, content: bytes, suffix: str) -> None:
    (tmp_path / f"call.{suffix}").write_bytes(content)
    error_of(tmp_path / f"call.{suffix}")


def test_a_header_without_samples_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", tone(0.1))
    path.write_bytes(path.read_bytes()[: -len(tone(0.1)) * 2])
    assert "no samples" in error_of(path)


def test_a_video_without_sound_is_refused(tmp_path: Path) -> None:
    import av

    path = tmp_path / "mute.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        container.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(stream.encode(None))
    assert "no audio track" in error_of(path)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "No such file" in error_of(tmp_path / "gone.wav")
    assert "directory" in error_of(tmp_path)


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {}\n",
    ],
)
@pytest.mark.parametrize("suffix", ["wav", "m3u8"])
def test_a_playlist_does_not_lead_to_other_files(
    tmp_path: Path, playlist: str, suffix: str
) -> None:
    write(tmp_path / "secret.mp3", tone(1.0), "libmp3lame")
    (tmp_path / f"call.{suffix}").write_text(playlist.format("secret.mp3"))
    error_of(tmp_path / f"call.{suffix}")


@EACH_WAY_TO_CUT
@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_a_truncated_file_gives_what_is_there_and_says_so(
    tmp_path: Path, suffix: str, codec: str, share: float
) -> None:
    path = write(tmp_path / f"call.{suffix}", LONGER, codec, 8000)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    audio = decode(path)
    assert audio.truncated
    assert 6 * share - 1.2 < audio.duration_s < 6 * share + 0.3
    if audio.duration_s > 1:
        assert level(audio.cut(0, Span(0.55, audio.duration_s))) == pytest.approx(0.05, rel=0.35)


@pytest.mark.parametrize(
    ("suffix", "codec"), [("mp3", "libmp3lame"), ("m4a", "aac"), ("flac", "flac")]
)
def test_damage_in_the_middle_does_not_lose_the_rest(
    tmp_path: Path, suffix: str, codec: str
) -> None:
    path = write(tmp_path / f"call.{suffix}", LONGER, codec, 8000)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 40] = bytes(40)
    path.write_bytes(content)
    assert decode(path).duration_s > 5.5


def test_a_recording_whose_coding_changes_is_read_to_its_end(tmp_path: Path) -> None:
    stereo = write(tmp_path / "stereo.mp3", LONGER, "libmp3lame", 8000)
    mono = write(tmp_path / "mono.mp3", LONGER[:, 0], "libmp3lame", 8000)
    joined = tmp_path / "joined.mp3"
    joined.write_bytes(stereo.read_bytes() + mono.read_bytes())
    audio = decode(joined)
    assert audio.channels == 2
    assert audio.duration_s == pytest.approx(12, abs=0.4)


def test_longer_than_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "call.wav", tone(3.0))
    monkeypatch.setattr(decoding, "MAX_DURATION_S", 3)
    assert decode(path).duration_s == 3
    monkeypatch.setattr(decoding, "MAX_DURATION_S", 2)
    assert "longer than" in error_of(path)


def test_the_limit_is_four_hours() -> None:
    assert decoding.MAX_DURATION_S == 4 * 3600


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", tone(3.0))
    with files_of_at_most(20_000):
        assert "free space" in error_of(path)


GROWTH = """
import sys, threading, time
from pathlib import Path
from qa.config import SpeechOptions
from qa.transcribe import channels
from qa.transcribe.activity import speech_activity
from qa.transcribe.decode import decode

peak_kb = 0
def watch():
    global peak_kb
    while True:
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
        peak_kb = max(peak_kb, int(status["RssAnon"].split()[0]))
        time.sleep(0.005)
threading.Thread(target=watch, daemon=True).start()

for path in sys.argv[1:]:
    audio = decode(Path(path))
    channels.identical(audio), channels.clipped_share(audio)
    speech = speech_activity(audio, SpeechOptions())
    print(round(audio.duration_s), len(speech[0]), peak_kb // 1024)
"""


def repeated(path: Path, times: int) -> Path:
    """A WAV that plays another one over and over, written without holding it in memory."""
    content = path.read_bytes()
    at = content.index(b"data") + 8
    header, sound = bytearray(content[:at]), content[at:]
    header[4:8] = (at - 8 + len(sound) * times).to_bytes(4, "little")
    header[at - 4 : at] = (len(sound) * times).to_bytes(4, "little")
    with (longer := path.with_stem(f"{path.stem}-{times}")).open("wb") as file:
        file.write(header)
        for _ in range(times):
            file.write(sound)
    return longer


@pytest.mark.slow
def test_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    """Anonymous memory is what counts: pages of the mapped samples are the kernel's to drop."""
    once = write(tmp_path / "call.wav", LONGER, "pcm_alaw", 8000)
    run = subprocess.run(
        [sys.executable, "-c", GROWTH, repeated(once, 20), repeated(once, 300)],
        capture_output=True,
        text=True,
        check=True,
    )
    short, long = (list(map(int, line.split())) for line in run.stdout.splitlines())
    assert short[:2] == [120, 20]
    assert long[:2] == [1800, 300]
    assert long[2] - short[2] < 40
