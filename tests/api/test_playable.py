import io
import os
import struct
from pathlib import Path

import av
import numpy as np
import pytest

from qa.api import g711
from qa.api.playable import Playback
from qa.keeping import Keeping
from qa.recordings import Recordings

_CODECS = {g711.A_LAW: "pcm_alaw", g711.MU_LAW: "pcm_mulaw"}


def wav(tag: int, codes: bytes, *, channels: int = 1, declared: int | None = None) -> bytes:
    head = struct.pack("<HHIIHHH", tag, channels, 8000, 8000 * channels, channels, 8, 0)
    size = len(codes) if declared is None else declared
    extra = b"junk" + struct.pack("<I", 3) + b"abc\0"
    chunks = b"fmt " + struct.pack("<I", len(head)) + head + extra
    body = b"WAVE" + chunks + b"data" + struct.pack("<I", size) + codes
    return b"RIFF" + struct.pack("<I", len(body)) + body


@pytest.mark.parametrize("tag", [g711.A_LAW, g711.MU_LAW])
def test_every_code_is_what_ffmpeg_makes_of_it(tmp_path: Path, tag: int) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(tag, bytes(range(256))))
    target = io.BytesIO()
    assert g711.convert(path, target)
    with av.open(str(path)) as container:
        assert container.streams.audio[0].codec_context.name == _CODECS[tag]
        frames = [frame.to_ndarray().ravel() for frame in container.decode(audio=0)]
    ours = np.frombuffer(target.getvalue()[44:], dtype="<i2")
    assert ours.tolist() == np.concatenate(frames).tolist()


def test_a_recording_that_was_cut_off_is_converted_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(wav(g711.A_LAW, b"\xd5" * 100, declared=0xFFFFFFFF))
    target = io.BytesIO()
    assert g711.convert(path, target)
    assert len(target.getvalue()) == 44 + 200
    assert struct.unpack("<I", target.getvalue()[40:44]) == (200,)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"OggS" * 20, wav(1, b"\0" * 8), wav(6, b"")[:30]]
)
def test_other_files_are_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    target = io.BytesIO()
    assert not g711.convert(path, target)
    assert target.getvalue() == b""


def test_the_copies_played_for_longest_make_room(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    playback = Playback(Recordings(), Keeping(folder, 1))
    copies = []
    for number in range(4):
        recording = tmp_path / f"{number}.wav"
        recording.write_bytes(wav(g711.A_LAW, bytes([number]) * 250_000))
        copy, _ = playback.file(str(recording))
        long_ago = 1_000_000 + number
        os.utime(copy, (long_ago, long_ago))
        copies.append(copy)
    assert not copies[0].exists()
    assert copies[3].exists()
    assert sum(each.stat().st_size for each in folder.iterdir()) <= 1 << 20


def test_a_copy_in_use_stays_however_little_room_there_is(tmp_path: Path) -> None:
    playback = Playback(Recordings(), Keeping(tmp_path / "copies", 1))
    recordings = []
    for number in range(2):
        recording = tmp_path / f"{number}.wav"
        recording.write_bytes(wav(g711.A_LAW, bytes([number]) * 400_000))
        recordings.append(playback.file(str(recording))[0])
    assert all(copy.exists() for copy in recordings)


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    playback = Playback(Recordings(), Keeping(folder, 2048))
    broken = tmp_path / "a.wav"
    broken.write_bytes(b"RIFF\0\0\0\0WAVE" + b"junk" * 10)
    with pytest.raises(Exception, match="录音"):
        playback.file(str(broken))
    assert not folder.exists() or not list(folder.iterdir())
