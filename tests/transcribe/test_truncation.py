"""A file that ends before its own header says so is called cut short, and no other."""

from pathlib import Path

import numpy as np
import pytest
from made_audio import tone, write

from qa.transcribe.truncation import cut_short

STEREO = np.stack([tone(2.0, rate_hz=8000), tone(2.0, 300.0, rate_hz=8000)], axis=1)


def shortened(path: Path, by_bytes: int) -> Path:
    path.write_bytes(path.read_bytes()[:-by_bytes])
    return path


@pytest.mark.parametrize("codec", ["pcm_s16le", "pcm_alaw", "pcm_mulaw"])
def test_a_whole_wave_is_not_cut_short_and_one_byte_less_is(tmp_path: Path, codec: str) -> None:
    path = write(tmp_path / "call.wav", STEREO, codec, 8000)
    assert not cut_short(path)
    assert cut_short(shortened(path, 1))


def test_what_follows_the_data_may_be_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", STEREO, rate_hz=8000)
    path.write_bytes(path.read_bytes() + b"LIST\x04\x00\x00\x00INFO")
    assert not cut_short(shortened(path, 6))


def test_other_chunks_of_odd_length_before_the_data_are_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "call.wav", STEREO, rate_hz=8000)
    content = path.read_bytes()
    path.write_bytes(content[:12] + b"note\x03\x00\x00\x00abc\x00" + content[12:])
    assert not cut_short(path)
    assert cut_short(shortened(path, 2))


@pytest.mark.parametrize("length", [0, 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF - 44, 0xFFFFFFFF])
def test_a_writer_that_could_not_know_the_length_is_believed(tmp_path: Path, length: int) -> None:
    path = write(tmp_path / "call.wav", STEREO, rate_hz=8000)
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[at : at + 4] = length.to_bytes(4, "little")
    path.write_bytes(content)
    assert not cut_short(path)


def test_an_ogg_without_its_last_page_is_cut_short(tmp_path: Path) -> None:
    path = write(tmp_path / "call.ogg", STEREO, "libopus", 8000)
    assert not cut_short(path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert cut_short(path)
    path.write_bytes(whole[: whole.rindex(b"OggS")])
    assert cut_short(path)


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\x00\x00\x00\x00WAVE", b"RIFF\x00\x00\x00\x00WAVEdat", b"ID3"]
)
def test_says_nothing_of_what_it_does_not_know(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "call.wav").write_bytes(content)
    assert not cut_short(tmp_path / "call.wav")


@pytest.mark.parametrize("content", [b"OggS", b"OggS" + bytes(22) + b"\xff", b"OggS" + bytes(8)])
def test_an_ogg_that_ends_in_a_page_header_is_cut_short(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "call.ogg").write_bytes(content)
    assert cut_short(tmp_path / "call.ogg")
