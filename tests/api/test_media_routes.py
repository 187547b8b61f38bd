import base64
import shutil
from collections.abc import Callable
from pathlib import Path

import av
import fsspec
import numpy as np
import pytest
from browsing import Clock, SignInAs
from starlette.testclient import TestClient
from stored_calls import a_call

from qa.api import Workbench
from qa.people import UserRole
from qa.store.account_values import AuditFilter

SAMPLES = Path(__file__).parents[2] / "sample_audio" / "calls"
AUDIO, PEAKS = "/api/calls/call-0/audio", "/api/calls/call-0/peaks"
Listener = Callable[[str | Path], TestClient]


@pytest.fixture
def listen_to(bench: Workbench, sign_in_as: SignInAs) -> Listener:
    """An inspector's browser, and a call with this recording."""

    def listen(recording: str | Path) -> TestClient:
        bench.store.ingest([a_call(0, recording=str(recording))])
        return sign_in_as(UserRole.INSPECTOR)

    return listen


def encoded(path: Path, codec: str, rate: int = 8000, layout: str = "stereo") -> Path:
    """Two seconds of tones in some codec."""
    time = np.arange(rate * 2) / rate
    tones = [np.sin(2 * np.pi * hz * time) for hz in (440, 300)]
    channels = tones if layout == "stereo" else tones[:1]
    sound = (np.stack(channels, axis=1) * 12_000).astype(np.int16)
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate)
        size = stream.codec_context.frame_size or 1000
        for at in range(0, len(sound), size):
            block = np.ascontiguousarray(sound[at : at + size]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, format="s16", layout=layout)
            frame.sample_rate, frame.pts = rate, at
            for packet in stream.encode(resampler.resample(frame)[0]):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("in04-complaint.mp3", "audio/mpeg"),
        ("in05-promise.ogg", "audio/ogg"),
        ("off01-witness.mp4", "audio/mp4"),
    ],
)
def test_what_a_browser_plays_is_sent_as_it_is(listen_to: Listener, name: str, kind: str) -> None:
    response = listen_to(SAMPLES / name).get(AUDIO)
    assert response.status_code == 200
    assert response.headers["content-type"] == kind
    assert response.content == (SAMPLES / name).read_bytes()
    assert response.headers["cache-control"] == "no-store"


def test_ranges_are_answered_as_rfc_9110_says(listen_to: Listener) -> None:
    client, whole = (
        listen_to(SAMPLES / "in04-complaint.mp3"),
        (SAMPLES / "in04-complaint.mp3").read_bytes(),
    )
    size = len(whole)
    full = client.get(AUDIO)
    assert full.headers["accept-ranges"] == "bytes"
    for asked, start, end in (
        ("bytes=0-99", 0, 99),
        ("bytes=1000-", 1000, size - 1),
        ("bytes=-50", size - 50, size - 1),
        (f"bytes={size - 1}-{size + 999}", size - 1, size - 1),
    ):
        part = client.get(AUDIO, headers={"Range": asked})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {start}-{end}/{size}"
        assert part.content == whole[start : end + 1]
    beyond = client.get(AUDIO, headers={"Range": f"bytes={size}-"})
    assert beyond.status_code == 416
    assert beyond.headers["content-range"].endswith(f"*/{size}")
    assert client.head(AUDIO).headers["content-length"] == str(size)


def test_a_range_of_what_has_changed_meanwhile_is_the_whole(
    listen_to: Listener, tmp_path: Path
) -> None:
    recording = tmp_path / "a.mp3"
    shutil.copy(SAMPLES / "in04-complaint.mp3", recording)
    client = listen_to(recording)
    tag = client.get(AUDIO).headers["etag"]
    same = client.get(AUDIO, headers={"Range": "bytes=0-9", "If-Range": tag})
    assert same.status_code == 206
    other = client.get(AUDIO, headers={"Range": "bytes=0-9", "If-Range": '"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("codec", "file", "layout"),
    [
        ("pcm_alaw", "a.wav", "stereo"),
        ("pcm_mulaw", "a.wav", "mono"),
        ("adpcm_ms", "a.wav", "stereo"),
        ("adpcm_ima_wav", "a.wav", "mono"),
        ("g722", "a.wav", "mono"),
        ("mp2", "a.mp2", "stereo"),
        ("pcm_s16be", "a.aiff", "stereo"),
    ],
)
def test_what_no_browser_plays_is_sent_as_wav(
    listen_to: Listener, tmp_path: Path, codec: str, file: str, layout: str
) -> None:
    rate = 16_000 if codec in ("g722", "mp2") else 8000
    client = listen_to(encoded(tmp_path / file, codec, rate, layout))
    response = client.get(AUDIO)
    assert response.headers["content-type"] == "audio/wav"
    path = tmp_path / "answer.wav"
    path.write_bytes(response.content)
    with av.open(str(path)) as sent:
        stream = sent.streams.audio[0]
        assert stream.codec_context.name == "pcm_s16le"
        assert stream.codec_context.channels == (2 if layout == "stereo" else 1)
        seconds = sum(frame.samples for frame in sent.decode(stream)) / stream.rate
    assert seconds == pytest.approx(2.0, abs=0.3)
    assert client.get(AUDIO, headers={"Range": "bytes=44-53"}).content == response.content[44:54]


def test_a_copy_is_made_once_and_anew_when_the_recording_changes(
    listen_to: Listener, bench: Workbench, tmp_path: Path
) -> None:
    recording = encoded(tmp_path / "a.wav", "pcm_alaw")
    client = listen_to(recording)
    first = client.get(AUDIO).content
    assert client.get(AUDIO).content == first
    folder = bench.settings.playback.cache_dir
    assert len(list(folder.iterdir())) == 1
    assert folder.stat().st_mode & 0o077 == 0
    encoded(recording, "pcm_mulaw", layout="mono")
    assert client.get(AUDIO).content != first
    assert len(list(folder.iterdir())) == 2


def test_a_store_far_away_is_asked_once(listen_to: Listener, bench: Workbench) -> None:
    whole = (SAMPLES / "in04-complaint.mp3").read_bytes()
    with fsspec.open("memory://calls/in04.mp3", "wb") as file:
        file.write(whole)
    client = listen_to("memory://calls/in04.mp3")
    assert client.get(AUDIO).content == whole
    part = client.get(AUDIO, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, whole[5:10])
    assert part.headers["content-type"] == "audio/mpeg"
    assert len(list(bench.settings.playback.cache_dir.iterdir())) == 1


@pytest.mark.parametrize("path", [AUDIO, PEAKS])
def test_a_recording_that_is_gone_is_told_without_its_place(
    listen_to: Listener, tmp_path: Path, path: str
) -> None:
    response = listen_to(tmp_path / "gone.wav").get(path)
    assert response.status_code == 404
    error = response.json()["error"]
    assert error["code"] == "recording_missing"
    assert set(error) == {"code", "message_zh", "message_en", "fix"}
    assert str(tmp_path) not in response.text


@pytest.mark.parametrize("path", [AUDIO, PEAKS])
@pytest.mark.parametrize("content", [b"", b"no audio at all", b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_what_is_no_recording_is_told(
    listen_to: Listener, tmp_path: Path, content: bytes, path: str
) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    response = listen_to(tmp_path / "a.wav").get(path)
    assert response.status_code == 422
    assert response.json()["error"]["code"] == "recording_unreadable"


@pytest.mark.parametrize("call_id", ["none", "%00", "汉字", "'; DROP TABLE calls;--", "a" * 5000])
def test_an_unknown_call(sign_in_as: SignInAs, call_id: str) -> None:
    response = sign_in_as(UserRole.INSPECTOR).get(f"/api/calls/{call_id}/audio")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "no_such_call"


def test_hearing_is_logged_once_however_many_ranges_are_asked_for(
    listen_to: Listener, bench: Workbench, clock: Clock
) -> None:
    client = listen_to(SAMPLES / "in04-complaint.mp3")

    def heard() -> list[str]:
        found = bench.store.audit(AuditFilter(action="heard", call_id="call-0"), limit=9)
        return [entry.who for _, entry in found]

    for start in range(0, 5000, 1000):
        client.get(AUDIO, headers={"Range": f"bytes={start}-"})
    assert heard() == ["inspector"]
    clock.pass_by(minutes=11)
    client.get(AUDIO)
    assert heard() == ["inspector", "inspector"]


def test_a_lead_hears_the_own_team_only(bench: Workbench, sign_in_as: SignInAs) -> None:
    recording = str(SAMPLES / "in04-complaint.mp3")
    bench.store.ingest(
        [a_call(0, recording=recording, team="一组"), a_call(1, recording=recording, team="二组")]
    )
    client = sign_in_as(UserRole.LEAD)
    assert client.get(AUDIO).status_code == 200
    refused = client.get("/api/calls/call-1/audio")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "forbidden"


def test_peaks_are_computed_once_and_kept(listen_to: Listener, tmp_path: Path) -> None:
    recording = tmp_path / "a.ogg"
    shutil.copy(SAMPLES / "in05-promise.ogg", recording)
    client = listen_to(recording)
    found = client.get(PEAKS).json()
    assert (found["channels"], found["per_second"]) == (2, 25)
    decoded = [base64.b64decode(channel) for channel in found["peaks"]]
    assert len(decoded) == 2
    assert len(decoded[0]) == len(decoded[1]) == pytest.approx(53 * 25, rel=0.05)
    assert max(decoded[0]) > 20
    recording.unlink()
    assert client.get(PEAKS).json() == found
